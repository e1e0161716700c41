"""Reasons and the assessment record, read off a derivation: nothing is worked out anew or worded for one format."""
