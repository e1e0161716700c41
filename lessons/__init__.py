"""Teaching: what a learner answers to a case, graded reason by reason, and which rule is misread. Prints nothing."""
