"""The annual report of Article 3(1)(g)(vii): what it says, what is wrong with it, what can be compared.

    files.load_report(name)     a report from YAML, JSON, CSV, XLSX or the library
    check.check_report(report)  every check, with field, provision, severity and cure
    points.points_given(report) which of the nine points the report gives, and the fields that show it
    compare.compare(reports)    which figures can stand side by side, and why not
    template, template_yaml, xlsx_write   the form to fill in
    render, html                results as text, JSON and HTML

Nothing is imported here, so that reading the form does not load what writing a spreadsheet needs.
"""
