"""Findings as text, JSON, workflow commands of GitHub, JUnit XML and SARIF."""

from ethnocode.report.findings.formats import FORMATS, FindingFormat, format_named
from ethnocode.report.findings.judgement import Judgement, RuleNote
from ethnocode.report.findings.text import summary

__all__ = ["FORMATS", "FindingFormat", "Judgement", "RuleNote", "format_named", "summary"]
