"""Words of the manifests' settings: English there, the rep's language here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def say_setting(text: str) -> str:
    """Return a label or hint of a manifest; a foreign manifest keeps its own words."""
    return known().get(text, text)


def known() -> dict[str, str]:
    """Return the words of our own manifests, translated."""
    return {
        "Address of the phone system": translate(
            "Manifest", "Address of the phone system"
        ),
        "The name or IP address of Asterisk or FreePBX.": translate(
            "Manifest", "The name or IP address of Asterisk or FreePBX."
        ),
        "Port": translate("Manifest", "Port"),
        "5038, or 5039 with encryption, unless your admin says otherwise.": translate(
            "Manifest",
            "5038, or 5039 with encryption, unless your admin says otherwise.",
        ),
        "User name": translate("Manifest", "User name"),
        "The account in manager.conf.": translate(
            "Manifest", "The account in manager.conf."
        ),
        "Secret": translate("Manifest", "Secret"),
        "The secret of that account.": translate(
            "Manifest", "The secret of that account."
        ),
        "Encrypted connection (TLS)": translate(
            "Manifest", "Encrypted connection (TLS)"
        ),
        "Needed wherever the connection leaves a network you trust.": translate(
            "Manifest", "Needed wherever the connection leaves a network you trust."
        ),
        "Certificate of the phone system": translate(
            "Manifest", "Certificate of the phone system"
        ),
        "Only where it is not signed by a known authority.": translate(
            "Manifest", "Only where it is not signed by a known authority."
        ),
        "Context for dialling": translate("Manifest", "Context for dialling"),
        "Empty: the one your phone was seen in, else from-internal.": translate(
            "Manifest", "Empty: the one your phone was seen in, else from-internal."
        ),
        "Technology of your phone": translate("Manifest", "Technology of your phone"),
        "PJSIP, SIP, IAX2, DAHDI …": translate("Manifest", "PJSIP, SIP, IAX2, DAHDI …"),
        "Host": translate("Manifest", "Host"),
        "Where ctrl_tcp listens; keep it on this computer, it asks for no "
        "password.": translate(
            "Manifest",
            "Where ctrl_tcp listens; keep it on this computer, it asks for no "
            "password.",
        ),
        "As in ctrl_tcp_listen of baresip's config.": translate(
            "Manifest", "As in ctrl_tcp_listen of baresip's config."
        ),
        "Script": translate("Manifest", "Script"),
        "Played when the app starts: first-call, missed, two-calls, elsewhere, "
        "withheld, ring-me, or a script as JSON. Empty: nothing.": translate(
            "Manifest",
            "Played when the app starts: first-call, missed, two-calls, elsewhere, "
            "withheld, ring-me, or a script as JSON. Empty: nothing.",
        ),
        "Softphone or script": translate("Manifest", "Softphone or script"),
        "Demo phone": translate("Manifest", "Demo phone"),
    }
