"""What the desk keeps: matters, versions, drafts, roles, signatures, keys, portfolios, classes, the audit trail."""

from .audit import AuditDetail, AuditEntry
from .classes import CaseAnswer, Learner, LessonClass
from .keys import ApiKey
from .matter import Attachment, Draft, Matter, Signature, Tombstone, Version
from .people import Access, Member
from .portfolio import Portfolio
from .proposal import Proposed

__all__ = [
    "Access",
    "ApiKey",
    "Attachment",
    "AuditDetail",
    "AuditEntry",
    "CaseAnswer",
    "Draft",
    "Learner",
    "LessonClass",
    "Matter",
    "Member",
    "Portfolio",
    "Proposed",
    "Signature",
    "Tombstone",
    "Version",
]
