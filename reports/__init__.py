"""The annual report of Article 3(1)(g)(vii): what it says, what is wrong with it, what can be compared.

load_report(name)     a report from YAML, JSON, CSV, XLSX or the library
check_report(report)  every check, with field, provision, severity and cure
points_given(report)  which of the nine points the report gives, and the fields that show it
compare(reports)      which figures can stand side by side, and why not
"""

from __future__ import annotations
