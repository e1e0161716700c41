"""The facts of a case as the engine reads them, and from whose standpoint they count. No rule is known here."""
