"""Every check on a report: one small function each, by the id that the catalogue (``checks.yaml``) gives it.

A check takes a report and yields a :class:`~derogation.reports.findings.Hit` for each thing it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..findings import Hit
from ..model import Report
from . import formula, grounds, meaning, presence, removals, retention, scope, sums, timing, volumes

CheckFunction = Callable[[Report], Iterator[Hit]]

CHECKS: Mapping[str, CheckFunction] = {
    "point.unanswered": presence.point_unanswered,
    "point.only_not_applicable": presence.point_only_not_applicable,
    "field.unanswered": presence.field_unanswered,
    "field.unanswered_outside": presence.field_unanswered_outside,
    "field.part_unanswered": presence.part_unanswered,
    "field.not_disclosed": presence.field_not_disclosed,
    "technologies.not_stated": presence.technologies_not_stated,
    "volume.not_given": volumes.not_given,
    "volume.matched_not_scanned": volumes.matched_not_scanned,
    "volume.equals_matches": volumes.equals_matches,
    "volume.audio": volumes.audio_among_files,
    "volume.audio_scanned": volumes.audio_scanned,
    "volume.users_not_separated": volumes.users_not_separated,
    "volume.services_bundled": volumes.services_bundled,
    "ground.not_specific": grounds.ground_not_specific,
    "ground.law_not_named": grounds.law_not_named,
    "transfers.unanswered": grounds.transfers_unanswered,
    "transfers.no_ground": grounds.transfers_no_ground,
    "cases.not_differentiated": scope.not_differentiated,
    "cases.reports_differ": sums.reports_differ,
    "cases.items_differ": sums.items_differ,
    "cases.accounts_withheld": sums.accounts_withheld,
    "cases.reported_exceed_processed": sums.reported_exceed_processed,
    "cases.reported_exceed_flagged": sums.reported_exceed_flagged,
    "scope.undeclared_material": scope.undeclared_material,
    "scope.figure_not_applicable": scope.figure_not_applicable,
    "scope.measure_not_applicable": scope.measure_not_applicable,
    "removal.differs_from_reports": removals.removals_differ,
    "removal.restored_exceed_removed": removals.restored_exceed_acted,
    "complaint.restored_exceed_complaints": removals.restored_exceed_complaints,
    "complaint.exceed_removals": removals.complaints_exceed_acted,
    "error.not_given": formula.errors_not_given,
    "error.rate_without_count": formula.rate_without_count,
    "error.count_without_rate": formula.count_without_rate,
    "error.wrong_exceed_flagged": formula.wrong_exceed_flagged,
    "error.reviewed_exceed_flagged": formula.reviewed_exceed_flagged,
    "error.wrong_exceed_reviewed": formula.wrong_exceed_reviewed,
    "error.rate_differs": formula.rate_differs,
    "error.split_differs": sums.split_differs,
    "error.not_by_technology": meaning.not_by_technology,
    "error.appeal_rate": meaning.appeal_rate,
    "error.resembles_appeal_rate": meaning.resembles_appeal_rate,
    "error.zero_beside_reversals": meaning.zero_beside_reversals,
    "error.partial_review": meaning.partial_review,
    "error.flagged_exceed_processed": sums.flagged_exceed_processed,
    "error.matched_and_flagged_differ": sums.matched_and_flagged_differ,
    "review.contradicts": scope.review_contradicts,
    "review.no_prior_confirmation": scope.no_prior_confirmation,
    "retention.content_beyond": retention.content_beyond,
    "retention.related_beyond": retention.related_beyond,
    "retention.no_length": retention.no_length,
    "safeguard.encryption_not_applicable": retention.encryption_not_applicable,
    "recipient.none_named": grounds.no_recipient,
    "time.never_done": timing.never_done,
    "time.late": timing.late,
    "time.publication_unknown": timing.publication_unknown,
    "time.submission_unknown": timing.submission_unknown,
    "time.published_before_end": timing.published_before_end,
    "time.period_unknown": timing.period_unknown,
    "time.period_not_a_year": timing.period_not_a_year,
    "time.period_outside_law": timing.period_outside_law,
    "time.duty_not_confirmed": timing.duty_not_confirmed,
    "form.other": timing.other_form,
    "form.unknown": timing.form_unknown,
}
