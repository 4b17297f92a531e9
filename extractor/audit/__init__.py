"""From facts to findings: what a person should know of a report (发现).

Each rule is a generator of findings; :data:`RULES` names them all.
"""

from __future__ import annotations

from extractor.audit.rules import RULES, Audited, audit

__all__ = ["RULES", "Audited", "audit"]
