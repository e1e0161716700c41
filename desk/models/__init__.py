"""What the desk keeps: matters with their versions and drafts, people's roles, signatures, keys, the audit trail."""

from .audit import AuditDetail, AuditEntry
from .keys import ApiKey
from .matter import Attachment, Draft, Matter, Signature, Tombstone, Version
from .people import Access, Member

__all__ = [
    "Access",
    "ApiKey",
    "Attachment",
    "AuditDetail",
    "AuditEntry",
    "Draft",
    "Matter",
    "Member",
    "Signature",
    "Tombstone",
    "Version",
]
