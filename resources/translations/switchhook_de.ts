<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>Banner</name>
    <message>
      <source>Unlock</source>
      <translation>Entsperren</translation>
    </message>
    <message>
      <source>Enter recovery code</source>
      <translation>Wiederherstellungscode eingeben</translation>
    </message>
    <message>
      <source>Lock them</source>
      <translation>Verschlüsseln</translation>
    </message>
    <message>
      <source>Restore a backup</source>
      <translation>Sicherung einspielen</translation>
    </message>
    <message>
      <source>Put aside</source>
      <translation>Beiseitelegen</translation>
    </message>
  </context>
  <context>
    <name>CallDetail</name>
    <message>
      <source>Call back</source>
      <translation>Zurückrufen</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>Private calls have no note in a CRM, and no name on the screen.</source>
      <translation>Private Anrufe haben keine Notiz im CRM und keinen Namen auf dem Bildschirm.</translation>
    </message>
    <message>
      <source>What happened to the record</source>
      <translation>Was mit dem Eintrag geschah</translation>
    </message>
    <message>
      <source>Private call</source>
      <translation>Privater Anruf</translation>
    </message>
    <message>
      <source>Open in {0}</source>
      <translation>In {0} öffnen</translation>
    </message>
    <message>
      <source>Log this call nowhere?</source>
      <translation>Diesen Anruf nirgends eintragen?</translation>
    </message>
    <message>
      <source>It stays in this list, and you can undo it here.</source>
      <translation>Er bleibt in dieser Liste, und Sie können es hier rückgängig machen.</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Discard it here</source>
      <translation>Hier verwerfen</translation>
    </message>
    <message>
      <source>Saved {0}</source>
      <translation>Gespeichert {0}</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Gespeichert</translation>
    </message>
    <message>
      <source>A contact of the CRM</source>
      <translation>Ein Kontakt des CRM</translation>
    </message>
    <message>
      <source>Talked</source>
      <translation>Gesprochen</translation>
    </message>
    <message>
      <source>Rang</source>
      <translation>Geklingelt</translation>
    </message>
    <message>
      <source>Call</source>
      <translation>Anruf</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>Leitung</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Warteschlange</translation>
    </message>
    <message>
      <source>Deal</source>
      <translation>Abschluss</translation>
    </message>
    <message>
      <source>the CRM</source>
      <translation>dem CRM</translation>
    </message>
    <message>
      <source>Copy number</source>
      <translation>Nummer kopieren</translation>
    </message>
    <message>
      <source>Other contact</source>
      <translation>Anderer Kontakt</translation>
    </message>
    <message>
      <source>Choose contact</source>
      <translation>Kontakt wählen</translation>
    </message>
    <message>
      <source>Private: do not log</source>
      <translation>Privat: nicht eintragen</translation>
    </message>
    <message>
      <source>Not a lead: ignore this number</source>
      <translation>Kein Kunde: diese Nummer nicht beachten</translation>
    </message>
    <message>
      <source>Log this call after all</source>
      <translation>Diesen Anruf doch eintragen</translation>
    </message>
    <message>
      <source>Discard…</source>
      <translation>Verwerfen …</translation>
    </message>
  </context>
  <context>
    <name>Calls</name>
    <message>
      <source>Extension {0}</source>
      <translation>Durchwahl {0}</translation>
    </message>
    <message>
      <source>Number withheld</source>
      <translation>Nummer unterdrückt</translation>
    </message>
    <message>
      <source>Private call</source>
      <translation>Privater Anruf</translation>
    </message>
    <message>
      <source>{0}, {1}</source>
      <comment>way and result of a call</comment>
      <translation>{0}, {1}</translation>
    </message>
    <message>
      <source>Kept on this computer only</source>
      <translation>Nur auf diesem Computer</translation>
    </message>
    <message>
      <source>On the phone</source>
      <translation>Im Gespräch</translation>
    </message>
    <message>
      <source>No outcome yet</source>
      <translation>Noch kein Ergebnis</translation>
    </message>
    <message>
      <source>{0}, rang {1}</source>
      <comment>missed, and for how long</comment>
      <translation>{0}, klingelte {1}</translation>
    </message>
    <message>
      <source>Private: it goes to no CRM.</source>
      <translation>Privat: geht in kein CRM.</translation>
    </message>
    <message>
      <source>This call goes on.</source>
      <translation>Dieser Anruf läuft.</translation>
    </message>
    <message>
      <source>The sign-in to {0} ended</source>
      <translation>Die Anmeldung bei {0} ist abgelaufen</translation>
    </message>
    <message>
      <source>Nothing was written there. Change the note or the outcome, or send it again as it is.</source>
      <translation>Dort wurde nichts geschrieben. Ändern Sie Notiz oder Ergebnis, oder senden Sie es unverändert erneut.</translation>
    </message>
    <message>
      <source>Ask the admin of {0} for it, then send again. Your note is safe here.</source>
      <translation>Bitten Sie den Admin von {0} darum und senden Sie dann erneut. Ihre Notiz ist hier sicher.</translation>
    </message>
    <message>
      <source>It was merged or deleted there. Choose whom the call was with.</source>
      <translation>Er wurde dort zusammengeführt oder gelöscht. Wählen Sie, mit wem das Gespräch war.</translation>
    </message>
    <message>
      <source>What stands there was not overwritten. Sending again writes your note.</source>
      <translation>Was dort steht, wurde nicht überschrieben. Erneutes Senden schreibt Ihre Notiz.</translation>
    </message>
    <message>
      <source>The call stays here with its note.</source>
      <translation>Der Anruf bleibt mit seiner Notiz hier.</translation>
    </message>
    <message>
      <source>The line broke while it was sent. Look in {0} first: sending again may make it twice.</source>
      <translation>Beim Senden brach die Verbindung ab. Sehen Sie zuerst in {0} nach: erneutes Senden kann ihn doppelt anlegen.</translation>
    </message>
    <message>
      <source>Several contacts have this number. The call is sent once you choose.</source>
      <translation>Mehrere Kontakte haben diese Nummer. Gesendet wird der Anruf, sobald Sie wählen.</translation>
    </message>
    <message>
      <source>Everything waits safely here until you sign in again.</source>
      <translation>Alles wartet hier sicher, bis Sie sich wieder anmelden.</translation>
    </message>
    <message>
      <source>Nothing is lost. Send it again, or see Diagnostics.</source>
      <translation>Nichts ist verloren. Senden Sie erneut, oder sehen Sie in die Diagnose.</translation>
    </message>
    <message>
      <source>Send again</source>
      <translation>Erneut senden</translation>
    </message>
    <message>
      <source>Choose contact</source>
      <translation>Kontakt wählen</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Neu anmelden</translation>
    </message>
    <message>
      <source>Discard it here</source>
      <translation>Hier verwerfen</translation>
    </message>
    <message>
      <source>Logged in {0}</source>
      <translation>Eingetragen in {0}</translation>
    </message>
    <message>
      <source>Sending to {0}</source>
      <translation>Wird an {0} gesendet</translation>
    </message>
    <message>
      <source>Sign in to {0}</source>
      <translation>Bei {0} anmelden</translation>
    </message>
    <message>
      <source>{0} needs you</source>
      <translation>{0} braucht Sie</translation>
    </message>
    <message>
      <source>Not in {0}</source>
      <translation>Nicht in {0}</translation>
    </message>
    <message>
      <source>Waits for {0}</source>
      <translation>Wartet auf {0}</translation>
    </message>
    <message>
      <source>Waited for your note</source>
      <translation>Wartete auf Ihre Notiz</translation>
    </message>
    <message>
      <source>Behind an earlier step of this call</source>
      <translation>Hinter einem früheren Schritt dieses Anrufs</translation>
    </message>
    <message>
      <source>No answer</source>
      <translation>Keine Antwort</translation>
    </message>
    <message>
      <source>It asked for time</source>
      <translation>Es bat um Zeit</translation>
    </message>
    <message>
      <source>Looked first whether it is there</source>
      <translation>Erst nachgesehen, ob er schon da ist</translation>
    </message>
    <message>
      <source>The sign-in had ended</source>
      <translation>Die Anmeldung war abgelaufen</translation>
    </message>
    <message>
      <source>A value was refused</source>
      <translation>Ein Wert wurde abgelehnt</translation>
    </message>
    <message>
      <source>Your role may not do this</source>
      <translation>Ihre Rolle darf das nicht</translation>
    </message>
    <message>
      <source>The contact is not there any more</source>
      <translation>Der Kontakt ist nicht mehr da</translation>
    </message>
    <message>
      <source>The record was changed there</source>
      <translation>Der Eintrag wurde dort geändert</translation>
    </message>
    <message>
      <source>This CRM cannot hold it</source>
      <translation>Dieses CRM kann das nicht aufnehmen</translation>
    </message>
    <message>
      <source>It may be there already</source>
      <translation>Er ist vielleicht schon da</translation>
    </message>
    <message>
      <source>Several contacts have this number</source>
      <translation>Mehrere Kontakte haben diese Nummer</translation>
    </message>
    <message>
      <source>An error in Switchhook</source>
      <translation>Ein Fehler in Switchhook</translation>
    </message>
    <message>
      <source>You discarded it</source>
      <translation>Von Ihnen verworfen</translation>
    </message>
    <message>
      <source>The call is private</source>
      <translation>Der Anruf ist privat</translation>
    </message>
    <message>
      <source>The number is not a lead</source>
      <translation>Die Nummer ist kein Kunde</translation>
    </message>
  </context>
  <context>
    <name>CallsModel</name>
    <message>
      <source>Needs you</source>
      <translation>Braucht Sie</translation>
    </message>
  </context>
  <context>
    <name>CallsPage</name>
    <message>
      <source>Calls</source>
      <translation>Anrufe</translation>
    </message>
    <message>
      <source>Log a call</source>
      <translation>Anruf eintragen</translation>
    </message>
    <message>
      <source>Search name, number or note</source>
      <translation>Name, Nummer oder Notiz suchen</translation>
    </message>
    <message>
      <source>Needs you</source>
      <translation>Braucht Sie</translation>
    </message>
    <message>
      <source>Unlogged</source>
      <translation>Offen</translation>
    </message>
    <message>
      <source>All</source>
      <translation>Alle</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <source>No call has “{0}” in its name, number or note.</source>
      <translation>Kein Anruf hat „{0}“ im Namen, in der Nummer oder der Notiz.</translation>
    </message>
    <message>
      <source>Nothing needs you.</source>
      <translation>Nichts braucht Sie.</translation>
    </message>
    <message>
      <source>Every call is logged.</source>
      <translation>Alle Anrufe sind eingetragen.</translation>
    </message>
    <message>
      <source>Your calls will appear here</source>
      <translation>Hier erscheinen Ihre Anrufe</translation>
    </message>
    <message>
      <source>Each one with who it was, what you noted, and whether your CRM has it. Ring once to see how it looks.</source>
      <translation>Jeder mit Namen, Ihrer Notiz und ob Ihr CRM ihn hat. Lassen Sie es einmal klingeln, um es zu sehen.</translation>
    </message>
    <message>
      <source>Ring me now</source>
      <translation>Jetzt anrufen</translation>
    </message>
    <message numerus="yes">
      <source>%Ln known, so names show at once</source>
      <translation>
        <numerusform>%Ln bekannt, Namen erscheinen sofort</numerusform>
        <numerusform>%Ln bekannt, Namen erscheinen sofort</numerusform>
      </translation>
    </message>
    <message>
      <source>Written to {0}, once per call</source>
      <translation>In {0}, einmal je Anruf</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Telefon</translation>
    </message>
    <message>
      <source>Contacts</source>
      <translation>Kontakte</translation>
    </message>
    <message>
      <source>Records</source>
      <translation>Einträge</translation>
    </message>
    <message>
      <source>Call back</source>
      <translation>Zurückrufen</translation>
    </message>
    <message>
      <source>Copy number</source>
      <translation>Nummer kopieren</translation>
    </message>
    <message>
      <source>Private: do not log</source>
      <translation>Privat: nicht eintragen</translation>
    </message>
    <message>
      <source>Log this call after all</source>
      <translation>Diesen Anruf doch eintragen</translation>
    </message>
    <message>
      <source>Send again</source>
      <translation>Erneut senden</translation>
    </message>
    <message>
      <source>Discard…</source>
      <translation>Verwerfen …</translation>
    </message>
  </context>
  <context>
    <name>CodeSheet</name>
    <message>
      <source>Your recovery code</source>
      <translation>Ihr Wiederherstellungscode</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>It opens your calls and notes where the keyring is lost. Whoever has it and your files can read them.</source>
      <translation>Er öffnet Ihre Anrufe und Notizen, wenn der Schlüsselbund verloren ist. Wer ihn und Ihre Dateien hat, kann sie lesen.</translation>
    </message>
  </context>
  <context>
    <name>ConnectionsPage</name>
    <message>
      <source>Connections</source>
      <translation>Verbindungen</translation>
    </message>
    <message>
      <source>Add phone</source>
      <translation>Telefon hinzufügen</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Ändern</translation>
    </message>
    <message>
      <source>Connect again</source>
      <translation>Neu verbinden</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Import contacts</source>
      <translation>Kontakte importieren</translation>
    </message>
    <message>
      <source>Switchhook tries again by itself. Calls that ring meanwhile are not seen.</source>
      <translation>Switchhook versucht es von selbst wieder. Anrufe, die inzwischen klingeln, werden nicht gesehen.</translation>
    </message>
    <message>
      <source>answer</source>
      <translation>annehmen</translation>
    </message>
    <message>
      <source>decline</source>
      <translation>ablehnen</translation>
    </message>
    <message>
      <source>hang up</source>
      <translation>auflegen</translation>
    </message>
    <message>
      <source>dial</source>
      <translation>wählen</translation>
    </message>
    <message>
      <source>Connected since</source>
      <translation>Verbunden seit</translation>
    </message>
    <message>
      <source>Down since</source>
      <translation>Gestört seit</translation>
    </message>
    <message>
      <source>Ready since</source>
      <translation>Bereit seit</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Leitungen</translation>
    </message>
    <message>
      <source>From here you can</source>
      <translation>Von hier können Sie</translation>
    </message>
    <message>
      <source>Your softphone or a script tells Switchhook of calls: it opens an address, or starts a command.</source>
      <translation>Ihr Softphone oder ein Skript meldet Switchhook Anrufe: Es öffnet eine Adresse oder startet einen Befehl.</translation>
    </message>
    <message>
      <source>The local CRM lives on this computer, encrypted. It holds contacts and calls where there is no other CRM.</source>
      <translation>Das lokale CRM liegt verschlüsselt auf diesem Computer. Es hält Kontakte und Anrufe, wo kein anderes CRM ist.</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Neu anmelden</translation>
    </message>
    <message>
      <source>Contacts known here</source>
      <translation>Hier bekannte Kontakte</translation>
    </message>
    <message>
      <source>Last call logged</source>
      <translation>Letzter Eintrag</translation>
    </message>
    <message>
      <source>Calls waiting to be sent</source>
      <translation>Anrufe, die auf das Senden warten</translation>
    </message>
    <message>
      <source>Remove {0}?</source>
      <translation>{0} entfernen?</translation>
    </message>
    <message>
      <source>Calls that were logged stay. Calls on it are no longer seen.</source>
      <translation>Eingetragene Anrufe bleiben. Anrufe darauf werden nicht mehr gesehen.</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>Behalten</translation>
    </message>
  </context>
  <context>
    <name>ContactDetail</name>
    <message>
      <source>Call</source>
      <translation>Anrufen</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Last calls</source>
      <translation>Letzte Anrufe</translation>
    </message>
    <message>
      <source>No call with this contact yet.</source>
      <translation>Noch kein Anruf mit diesem Kontakt.</translation>
    </message>
    <message>
      <source>Call {0}</source>
      <translation>{0} anrufen</translation>
    </message>
    <message>
      <source>Copy {0}</source>
      <translation>{0} kopieren</translation>
    </message>
  </context>
  <context>
    <name>ContactPicker</name>
    <message>
      <source>Choose contact</source>
      <translation>Kontakt wählen</translation>
    </message>
    <message>
      <source>Search name, company or number</source>
      <translation>Name, Firma oder Nummer suchen</translation>
    </message>
    <message>
      <source>Type at least two letters.</source>
      <translation>Geben Sie mindestens zwei Buchstaben ein.</translation>
    </message>
    <message>
      <source>Nobody of that name.</source>
      <translation>Niemand mit diesem Namen.</translation>
    </message>
  </context>
  <context>
    <name>ContactsPage</name>
    <message>
      <source>Contacts</source>
      <translation>Kontakte</translation>
    </message>
    <message>
      <source>Search name, company or number</source>
      <translation>Name, Firma oder Nummer suchen</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>No contact has “{0}” in its name, company or number.</source>
      <translation>Kein Kontakt hat „{0}“ im Namen, in der Firma oder der Nummer.</translation>
    </message>
    <message>
      <source>Import contacts</source>
      <translation>Kontakte importieren</translation>
    </message>
    <message>
      <source>Contacts (*.csv *.tsv *.txt *.vcf)</source>
      <translation>Kontakte (*.csv *.tsv *.txt *.vcf)</translation>
    </message>
    <message>
      <source>Export contacts</source>
      <translation>Kontakte exportieren</translation>
    </message>
    <message>
      <source>Table (*.csv)</source>
      <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
      <source>vCard (*.vcf)</source>
      <translation>vCard (*.vcf)</translation>
    </message>
    <message>
      <source>Your contacts will appear here</source>
      <translation>Hier erscheinen Ihre Kontakte</translation>
    </message>
    <message>
      <source>Import a file from your address book, and a name shows when the phone rings. CSV and vCard are read; you see what is taken before.</source>
      <translation>Importieren Sie eine Datei aus Ihrem Adressbuch, dann zeigt sich ein Name, wenn das Telefon klingelt. Gelesen werden CSV und vCard; Sie sehen vorher, was übernommen wird.</translation>
    </message>
  </context>
  <context>
    <name>CrashForm</name>
    <message>
      <source>Something went wrong in Switchhook</source>
      <translation>In Switchhook ist etwas schiefgegangen</translation>
    </message>
    <message>
      <source>Copy report</source>
      <translation>Bericht kopieren</translation>
    </message>
    <message>
      <source>It goes on, and your calls and notes are safe. The report says where it happened; it names no people and no numbers. Send it to us, so that it does not happen again.</source>
      <translation>Es läuft weiter, und Ihre Anrufe und Notizen sind sicher. Der Bericht sagt, wo es geschah; er nennt keine Personen und keine Nummern. Senden Sie ihn uns, damit es nicht wieder vorkommt.</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Kopiert</translation>
    </message>
  </context>
  <context>
    <name>Dates</name>
    <message>
      <source>Days</source>
      <translation>Tage</translation>
    </message>
    <message>
      <source>Month before</source>
      <translation>Voriger Monat</translation>
    </message>
    <message>
      <source>Month after</source>
      <translation>Nächster Monat</translation>
    </message>
    <message>
      <source>No follow-up</source>
      <translation>Keine Wiedervorlage</translation>
    </message>
  </context>
  <context>
    <name>DiagnosticsPage</name>
    <message>
      <source>Test call</source>
      <translation>Testanruf</translation>
    </message>
    <message>
      <source>Copy report</source>
      <translation>Bericht kopieren</translation>
    </message>
    <message>
      <source>Open log folder</source>
      <translation>Protokollordner öffnen</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>Erneut prüfen</translation>
    </message>
    <message>
      <source>Wrong</source>
      <translation>Falsch</translation>
    </message>
    <message>
      <source>Look at this</source>
      <translation>Bitte ansehen</translation>
    </message>
    <message>
      <source>Fine</source>
      <translation>In Ordnung</translation>
    </message>
    <message numerus="yes">
      <source>%Ln thing(s) to look at</source>
      <translation>
        <numerusform>%Ln Punkt zum Ansehen</numerusform>
        <numerusform>%Ln Punkte zum Ansehen</numerusform>
      </translation>
    </message>
    <message>
      <source>Everything is fine.</source>
      <translation>Alles in Ordnung.</translation>
    </message>
    <message>
      <source>Copied. It names no people and no numbers.</source>
      <translation>Kopiert. Er nennt keine Personen und keine Nummern.</translation>
    </message>
    <message>
      <source>Diagnostics</source>
      <translation>Diagnose</translation>
    </message>
    <message>
      <source>A call of the demo phone goes the whole way: the pop comes up, and one record is written to the local CRM.</source>
      <translation>Ein Anruf des Demo-Telefons geht den ganzen Weg: Das Anruffenster kommt, und ein Eintrag entsteht im lokalen CRM.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>The lines below are English, so that any support reads them.</source>
      <translation>Die Zeilen unten sind englisch, damit jeder Support sie lesen kann.</translation>
    </message>
  </context>
  <context>
    <name>FirstRun</name>
    <message>
      <source>Set up Switchhook</source>
      <translation>Switchhook einrichten</translation>
    </message>
    <message>
      <source>top left corner</source>
      <translation>linke obere Ecke</translation>
    </message>
    <message>
      <source>top right corner</source>
      <translation>rechte obere Ecke</translation>
    </message>
    <message>
      <source>bottom left corner</source>
      <translation>linke untere Ecke</translation>
    </message>
    <message>
      <source>bottom right corner</source>
      <translation>rechte untere Ecke</translation>
    </message>
    <message>
      <source>A test call that goes the whole way. Look at the {0}.</source>
      <translation>Ein Testanruf, der den ganzen Weg geht. Achten Sie auf die {0}.</translation>
    </message>
    <message>
      <source>Set up in two minutes</source>
      <translation>In zwei Minuten eingerichtet</translation>
    </message>
    <message>
      <source>What you choose stays on this computer, and you can change it later under Settings.</source>
      <translation>Was Sie wählen, bleibt auf diesem Computer und lässt sich später unter Einstellungen ändern.</translation>
    </message>
    <message>
      <source>Your phone</source>
      <translation>Ihr Telefon</translation>
    </message>
    <message>
      <source>What rings when you are called.</source>
      <translation>Was klingelt, wenn man Sie anruft.</translation>
    </message>
    <message>
      <source>Your own numbers</source>
      <translation>Ihre eigenen Nummern</translation>
    </message>
    <message>
      <source>Never shown as the caller.</source>
      <translation>Nie als Anrufer gezeigt.</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Region</translation>
    </message>
    <message>
      <source>For numbers without a country.</source>
      <translation>Für Nummern ohne Landesvorwahl.</translation>
    </message>
    <message>
      <source>Keyring and recovery code</source>
      <translation>Schlüsselbund und Wiederherstellungscode</translation>
    </message>
    <message>
      <source>Calls and notes are locked with a key that your keyring holds. If the keyring is lost, only this code opens them.</source>
      <translation>Anrufe und Notizen sind mit einem Schlüssel gesichert, den Ihr Schlüsselbund hält. Geht er verloren, öffnet nur dieser Code sie.</translation>
    </message>
    <message>
      <source>MicroSIP, 3CX, Zoiper and others, by a command</source>
      <translation>MicroSIP, 3CX, Zoiper und andere, per Befehl</translation>
    </message>
    <message>
      <source>on this computer</source>
      <translation>auf diesem Computer</translation>
    </message>
    <message>
      <source>a phone system</source>
      <translation>eine Telefonanlage</translation>
    </message>
    <message>
      <source>Unlock the keyring</source>
      <translation>Schlüsselbund entsperren</translation>
    </message>
    <message>
      <source>Ring me now</source>
      <translation>Jetzt anrufen</translation>
    </message>
    <message>
      <source>Open Switchhook</source>
      <translation>Switchhook öffnen</translation>
    </message>
    <message>
      <source>The keyring holds the key</source>
      <translation>Der Schlüsselbund hält den Schlüssel</translation>
    </message>
    <message>
      <source>The keyring is locked. Unlock it to go on.</source>
      <translation>Der Schlüsselbund ist gesperrt. Entsperren Sie ihn, um fortzufahren.</translation>
    </message>
    <message>
      <source>The keyring did not answer. Unlock it to go on.</source>
      <translation>Der Schlüsselbund antwortete nicht. Entsperren Sie ihn, um fortzufahren.</translation>
    </message>
    <message>
      <source>This computer has no keyring. Calls are kept unencrypted, and no CRM can be signed in to.</source>
      <translation>Dieser Computer hat keinen Schlüsselbund. Anrufe liegen unverschlüsselt, und Sie können sich bei keinem CRM anmelden.</translation>
    </message>
    <message>
      <source>The keyring no longer has the key of your calls.</source>
      <translation>Der Schlüsselbund hat den Schlüssel Ihrer Anrufe nicht mehr.</translation>
    </message>
    <message>
      <source>Asking the keyring</source>
      <translation>Schlüsselbund wird gefragt</translation>
    </message>
    <message>
      <source>The code comes first: tick it to go on.</source>
      <translation>Erst der Code: Haken setzen, dann geht es weiter.</translation>
    </message>
  </context>
  <context>
    <name>HookAddress</name>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy the address</source>
      <translation>Adresse kopieren</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Copy the command</source>
      <translation>Befehl kopieren</translation>
    </message>
    <message>
      <source>Hide</source>
      <translation>Verbergen</translation>
    </message>
    <message>
      <source>Copied for a minute</source>
      <translation>Für eine Minute kopiert</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Kopiert</translation>
    </message>
    <message>
      <source>For softphones that open an address (Wildix, Ringotel)</source>
      <translation>Für Softphones, die eine Adresse öffnen (Wildix, Ringotel)</translation>
    </message>
    <message>
      <source>Your softphone's own word for the number goes to its end. Whoever has the address can tell Switchhook of calls: keep it in your softphone alone.</source>
      <translation>Ans Ende gehört das Wort, mit dem Ihr Softphone die Nummer nennt. Wer die Adresse hat, kann Switchhook Anrufe melden: Geben Sie sie nur Ihrem Softphone.</translation>
    </message>
    <message>
      <source>For softphones and scripts that start a program</source>
      <translation>Für Softphones und Skripte, die ein Programm starten</translation>
    </message>
    <message>
      <source>“answered” and “ended” in the place of “ringing” tell the rest of the call, in the address too. The guide has a recipe for each softphone.</source>
      <translation>„answered“ und „ended“ anstelle von „ringing“ melden den Rest des Anrufs, auch in der Adresse. Die Anleitung hat ein Rezept für jedes Softphone.</translation>
    </message>
  </context>
  <context>
    <name>IgnoredNumbers</name>
    <message>
      <source>None. “Not a lead” in the pop, or under ⋯ of a call, adds one.</source>
      <translation>Keine. „Kein Kunde“ im Anruffenster oder unter ⋯ bei einem Anruf fügt eine hinzu.</translation>
    </message>
  </context>
  <context>
    <name>Import</name>
    <message>
      <source>Leave out</source>
      <translation>Weglassen</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Title before the name</source>
      <translation>Titel vor dem Namen</translation>
    </message>
    <message>
      <source>First name</source>
      <translation>Vorname</translation>
    </message>
    <message>
      <source>Middle name</source>
      <translation>Weiterer Vorname</translation>
    </message>
    <message>
      <source>Last name</source>
      <translation>Nachname</translation>
    </message>
    <message>
      <source>After the name</source>
      <translation>Nach dem Namen</translation>
    </message>
    <message>
      <source>Company</source>
      <translation>Firma</translation>
    </message>
    <message>
      <source>Job title</source>
      <translation>Position</translation>
    </message>
    <message>
      <source>Phone number</source>
      <translation>Telefonnummer</translation>
    </message>
    <message>
      <source>Kind of the number</source>
      <translation>Art der Nummer</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-Mail</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>Id in the file</source>
      <translation>Kennung in der Datei</translation>
    </message>
    <message>
      <source>Person or company</source>
      <translation>Person oder Firma</translation>
    </message>
    <message>
      <source>no name and no number</source>
      <translation>kein Name und keine Nummer</translation>
    </message>
    <message>
      <source>cannot be read</source>
      <translation>nicht lesbar</translation>
    </message>
    <message>
      <source>too long</source>
      <translation>zu lang</translation>
    </message>
    <message>
      <source>no text</source>
      <translation>kein Text</translation>
    </message>
    <message>
      <source>the same as another line</source>
      <translation>gleich wie eine andere Zeile</translation>
    </message>
    <message>
      <source>The file cannot be opened.</source>
      <translation>Die Datei lässt sich nicht öffnen.</translation>
    </message>
    <message>
      <source>The file is empty.</source>
      <translation>Die Datei ist leer.</translation>
    </message>
    <message>
      <source>This is no text file. Export it as CSV or vCard first.</source>
      <translation>Das ist keine Textdatei. Exportieren Sie sie zuerst als CSV oder vCard.</translation>
    </message>
    <message>
      <source>The letters cannot be read. Save the file as UTF-8.</source>
      <translation>Die Zeichen sind nicht lesbar. Speichern Sie die Datei als UTF-8.</translation>
    </message>
    <message>
      <source>No contacts were found in this file.</source>
      <translation>In dieser Datei wurden keine Kontakte gefunden.</translation>
    </message>
  </context>
  <context>
    <name>ImportForm</name>
    <message>
      <source>Import contacts</source>
      <translation>Kontakte importieren</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>Nothing is taken before you say so.</source>
      <translation>Nichts wird übernommen, bevor Sie es sagen.</translation>
    </message>
    <message>
      <source>{0}: about {1} contacts</source>
      <translation>{0}: etwa {1} Kontakte</translation>
    </message>
    <message>
      <source>{0} of about {1} contacts</source>
      <translation>{0} von etwa {1} Kontakten</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>The import stopped before its end. Nothing was changed.</source>
      <translation>Der Import endete vorzeitig. Nichts wurde geändert.</translation>
    </message>
    <message numerus="yes">
      <source>%Ln contact(s) added</source>
      <translation>
        <numerusform>%Ln Kontakt hinzugefügt</numerusform>
        <numerusform>%Ln Kontakte hinzugefügt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln known one(s) brought up to date.</source>
      <translation>
        <numerusform>%Ln bekannter aktualisiert.</numerusform>
        <numerusform>%Ln bekannte aktualisiert.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln known already.</source>
      <translation>
        <numerusform>%Ln war schon bekannt.</numerusform>
        <numerusform>%Ln waren schon bekannt.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln line(s) left out:</source>
      <translation>
        <numerusform>%Ln Zeile ausgelassen:</numerusform>
        <numerusform>%Ln Zeilen ausgelassen:</numerusform>
      </translation>
    </message>
    <message>
      <source>Line {0}: {1}</source>
      <translation>Zeile {0}: {1}</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>What each column holds</source>
      <translation>Was jede Spalte enthält</translation>
    </message>
    <message>
      <source>How the first ones look</source>
      <translation>So sehen die ersten aus</translation>
    </message>
    <message>
      <source>Progress of the import</source>
      <translation>Fortschritt des Imports</translation>
    </message>
    <message>
      <source>Calls are looked up and logged meanwhile.</source>
      <translation>Anrufe werden inzwischen weiter erkannt und eingetragen.</translation>
    </message>
    <message>
      <source>Save the report</source>
      <translation>Bericht speichern</translation>
    </message>
    <message>
      <source>Column {0}</source>
      <translation>Spalte {0}</translation>
    </message>
    <message>
      <source>What “{0}” holds</source>
      <translation>Was „{0}“ enthält</translation>
    </message>
    <message>
      <source>Reading the file</source>
      <translation>Datei wird gelesen</translation>
    </message>
  </context>
  <context>
    <name>LineChip</name>
    <message>
      <source>Remove {0}</source>
      <translation>{0} entfernen</translation>
    </message>
  </context>
  <context>
    <name>Link</name>
    <message>
      <source>Call this number?</source>
      <translation>Diese Nummer anrufen?</translation>
    </message>
    <message>
      <source>Show this number?</source>
      <translation>Diese Nummer zeigen?</translation>
    </message>
    <message>
      <source>A link in another program asks for it.</source>
      <translation>Ein Link in einem anderen Programm bittet darum.</translation>
    </message>
    <message>
      <source>Call</source>
      <translation>Anrufen</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
  </context>
  <context>
    <name>LogCallForm</name>
    <message>
      <source>Log a call</source>
      <translation>Anruf eintragen</translation>
    </message>
    <message>
      <source>Log the call</source>
      <translation>Anruf eintragen</translation>
    </message>
    <message>
      <source>For a call that was made on another phone.</source>
      <translation>Für ein Gespräch an einem anderen Telefon.</translation>
    </message>
    <message>
      <source>Choose contact</source>
      <translation>Kontakt wählen</translation>
    </message>
    <message>
      <source> min</source>
      <translation> min</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>Nummer</translation>
    </message>
    <message>
      <source>Number or contact</source>
      <translation>Nummer oder Kontakt</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>How long</source>
      <translation>Wie lange</translation>
    </message>
    <message>
      <source>Which way</source>
      <translation>Richtung</translation>
    </message>
    <message>
      <source>How it went</source>
      <translation>Wie es ausging</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>Outcome</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Type a number or choose a contact.</source>
      <translation>Geben Sie eine Nummer ein oder wählen Sie einen Kontakt.</translation>
    </message>
  </context>
  <context>
    <name>Manifest</name>
    <message>
      <source>Address of the phone system</source>
      <translation>Adresse der Telefonanlage</translation>
    </message>
    <message>
      <source>The name or IP address of Asterisk or FreePBX.</source>
      <translation>Name oder IP-Adresse von Asterisk oder FreePBX.</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>5038, or 5039 with encryption, unless your admin says otherwise.</source>
      <translation>5038, mit Verschlüsselung 5039, sofern Ihr Admin nichts anderes sagt.</translation>
    </message>
    <message>
      <source>User name</source>
      <translation>Benutzername</translation>
    </message>
    <message>
      <source>The account in manager.conf.</source>
      <translation>Das Konto in manager.conf.</translation>
    </message>
    <message>
      <source>Secret</source>
      <translation>Geheimnis</translation>
    </message>
    <message>
      <source>The secret of that account.</source>
      <translation>Das Geheimnis dieses Kontos.</translation>
    </message>
    <message>
      <source>Encrypted connection (TLS)</source>
      <translation>Verschlüsselte Verbindung (TLS)</translation>
    </message>
    <message>
      <source>Needed wherever the connection leaves a network you trust.</source>
      <translation>Nötig, wo die Verbindung ein Netz verlässt, dem Sie trauen.</translation>
    </message>
    <message>
      <source>Certificate of the phone system</source>
      <translation>Zertifikat der Telefonanlage</translation>
    </message>
    <message>
      <source>Only where it is not signed by a known authority.</source>
      <translation>Nur, wenn keine bekannte Stelle es unterschrieben hat.</translation>
    </message>
    <message>
      <source>Context for dialling</source>
      <translation>Kontext zum Wählen</translation>
    </message>
    <message>
      <source>Empty: the one your phone was seen in, else from-internal.</source>
      <translation>Leer: der, in dem Ihr Telefon gesehen wurde, sonst from-internal.</translation>
    </message>
    <message>
      <source>Technology of your phone</source>
      <translation>Technik Ihres Telefons</translation>
    </message>
    <message>
      <source>PJSIP, SIP, IAX2, DAHDI …</source>
      <translation>PJSIP, SIP, IAX2, DAHDI …</translation>
    </message>
    <message>
      <source>Host</source>
      <translation>Rechner</translation>
    </message>
    <message>
      <source>Where ctrl_tcp listens; keep it on this computer, it asks for no password.</source>
      <translation>Wo ctrl_tcp lauscht; lassen Sie es auf diesem Computer, es fragt nach keinem Passwort.</translation>
    </message>
    <message>
      <source>As in ctrl_tcp_listen of baresip's config.</source>
      <translation>Wie in ctrl_tcp_listen der baresip-Einstellungen.</translation>
    </message>
    <message>
      <source>Script</source>
      <translation>Skript</translation>
    </message>
    <message>
      <source>Played when the app starts: first-call, missed, two-calls, elsewhere, withheld, ring-me, or a script as JSON. Empty: nothing.</source>
      <translation>Läuft beim Start der App: first-call, missed, two-calls, elsewhere, withheld, ring-me oder ein Skript als JSON. Leer: nichts.</translation>
    </message>
    <message>
      <source>Softphone or script</source>
      <translation>Softphone oder Skript</translation>
    </message>
    <message>
      <source>Demo phone</source>
      <translation>Demo-Telefon</translation>
    </message>
  </context>
  <context>
    <name>Moment</name>
    <message>
      <source>ddd d MMM</source>
      <comment>day without year, Qt date format</comment>
      <translation>ddd d. MMM</translation>
    </message>
    <message>
      <source>d MMM yyyy</source>
      <comment>day with year, Qt date format</comment>
      <translation>d. MMM yyyy</translation>
    </message>
    <message>
      <source>today</source>
      <translation>heute</translation>
    </message>
    <message>
      <source>yesterday</source>
      <translation>gestern</translation>
    </message>
    <message>
      <source>tomorrow</source>
      <translation>morgen</translation>
    </message>
    <message>
      <source>{0} s</source>
      <comment>seconds</comment>
      <translation>{0} s</translation>
    </message>
    <message>
      <source>{0} min</source>
      <comment>minutes</comment>
      <translation>{0} min</translation>
    </message>
    <message>
      <source>{0} min {1} s</source>
      <comment>minutes and seconds</comment>
      <translation>{0} min {1} s</translation>
    </message>
    <message>
      <source>{0} h {1} min</source>
      <comment>hours and minutes</comment>
      <translation>{0} h {1} min</translation>
    </message>
  </context>
  <context>
    <name>OwnLines</name>
    <message>
      <source>Add</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <source>Number or extension</source>
      <translation>Nummer oder Durchwahl</translation>
    </message>
    <message>
      <source>What you call it</source>
      <translation>Wie Sie sie nennen</translation>
    </message>
    <message>
      <source>Extension</source>
      <translation>Durchwahl</translation>
    </message>
  </context>
  <context>
    <name>Parts</name>
    <message>
      <source>Calls</source>
      <translation>Anrufe</translation>
    </message>
    <message>
      <source>Contacts</source>
      <translation>Kontakte</translation>
    </message>
    <message>
      <source>Connections</source>
      <translation>Verbindungen</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Diagnostics</source>
      <translation>Diagnose</translation>
    </message>
  </context>
  <context>
    <name>PhoneForm</name>
    <message>
      <source>Change {0}</source>
      <translation>{0} ändern</translation>
    </message>
    <message>
      <source>Add {0}</source>
      <translation>{0} hinzufügen</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Nothing to fill in</source>
      <translation>Nichts auszufüllen</translation>
    </message>
    <message>
      <source>Kept in the keyring</source>
      <translation>Liegt im Schlüsselbund</translation>
    </message>
    <message>
      <source>Choose file</source>
      <translation>Datei wählen</translation>
    </message>
    <message>
      <source>This is needed.</source>
      <translation>Das wird gebraucht.</translation>
    </message>
  </context>
  <context>
    <name>PlacesModel</name>
    <message>
      <source>Needs you</source>
      <translation>Braucht Sie</translation>
    </message>
    <message>
      <source>CRM</source>
      <translation>CRM</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Telefon</translation>
    </message>
  </context>
  <context>
    <name>Pop</name>
    <message>
      <source>Answer</source>
      <translation>Annehmen</translation>
    </message>
    <message>
      <source>Decline</source>
      <translation>Ablehnen</translation>
    </message>
    <message>
      <source>Hang up</source>
      <translation>Auflegen</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Save now</source>
      <translation>Jetzt speichern</translation>
    </message>
    <message>
      <source>Call back</source>
      <translation>Zurückrufen</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>Sent once you choose</source>
      <translation>Wird nach Ihrer Wahl gesendet</translation>
    </message>
    <message>
      <source>Saves by itself</source>
      <translation>Speichert von selbst</translation>
    </message>
    <message>
      <source>Note kept</source>
      <translation>Notiz gesichert</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Other contact</source>
      <translation>Anderer Kontakt</translation>
    </message>
    <message>
      <source>Log without a contact</source>
      <translation>Ohne Kontakt eintragen</translation>
    </message>
    <message>
      <source>Related contact</source>
      <translation>Weiterer Kontakt</translation>
    </message>
    <message>
      <source>Open in Switchhook</source>
      <translation>In Switchhook öffnen</translation>
    </message>
    <message>
      <source>Log this call after all</source>
      <translation>Diesen Anruf doch eintragen</translation>
    </message>
    <message>
      <source>Private: do not log</source>
      <translation>Privat: nicht eintragen</translation>
    </message>
    <message>
      <source>Not a lead: ignore this number</source>
      <translation>Kein Kunde: diese Nummer nicht beachten</translation>
    </message>
    <message>
      <source>Hide</source>
      <translation>Ausblenden</translation>
    </message>
    <message numerus="yes">
      <source>%n more</source>
      <comment>further matches</comment>
      <translation>
        <numerusform>%n weiterer</numerusform>
        <numerusform>%n weitere</numerusform>
      </translation>
    </message>
    <message>
      <source>Who is it?</source>
      <translation>Wer ist das?</translation>
    </message>
    <message>
      <source>Create contact</source>
      <translation>Kontakt anlegen</translation>
    </message>
    <message>
      <source>Not a lead</source>
      <translation>Kein Kunde</translation>
    </message>
    <message>
      <source>Ignore this number from now on</source>
      <translation>Diese Nummer künftig nicht beachten</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Company</source>
      <translation>Firma</translation>
    </message>
    <message>
      <source>Save contact</source>
      <translation>Kontakt speichern</translation>
    </message>
    <message>
      <source>Who is it then?</source>
      <translation>Wer ist es dann?</translation>
    </message>
    <message>
      <source>Whom is it about?</source>
      <translation>Um wen geht es?</translation>
    </message>
    <message>
      <source>Private call</source>
      <translation>Privater Anruf</translation>
    </message>
    <message>
      <source>Name hidden</source>
      <translation>Name verborgen</translation>
    </message>
    <message>
      <source>Name hidden, and the call is not logged.</source>
      <translation>Name verborgen, und der Anruf wird nicht eingetragen.</translation>
    </message>
    <message>
      <source>Names are off while others see this screen.</source>
      <translation>Namen sind aus, solange andere den Bildschirm sehen.</translation>
    </message>
    <message>
      <source>{0} call</source>
      <translation>{0}: Anruf</translation>
    </message>
    <message>
      <source>Number withheld</source>
      <translation>Nummer unterdrückt</translation>
    </message>
    <message>
      <source>The caller does not send a number.</source>
      <translation>Der Anrufer sendet keine Nummer.</translation>
    </message>
    <message>
      <source>Extension {0}</source>
      <translation>Durchwahl {0}</translation>
    </message>
    <message numerus="yes">
      <source>%n contacts</source>
      <comment>several match</comment>
      <translation>
        <numerusform>%n Kontakt</numerusform>
        <numerusform>%n Kontakte</numerusform>
      </translation>
    </message>
    <message>
      <source>says “{0}”</source>
      <comment>name as the phone tells it</comment>
      <translation>meldet sich als „{0}“</translation>
    </message>
    <message>
      <source>no contact yet</source>
      <translation>noch kein Kontakt</translation>
    </message>
    <message>
      <source>Not {0}?</source>
      <translation>Nicht {0}?</translation>
    </message>
    <message>
      <source>Looking in {0}</source>
      <translation>Suche in {0}</translation>
    </message>
    <message>
      <source>Number ignored</source>
      <translation>Nummer nicht beachtet</translation>
    </message>
    <message>
      <source>{0}, then 1–9</source>
      <translation>{0}, dann 1–9</translation>
    </message>
  </context>
  <context>
    <name>Rail</name>
    <message>
      <source>Parts of the window</source>
      <translation>Bereiche des Fensters</translation>
    </message>
    <message>
      <source>Unfold the rail</source>
      <translation>Leiste ausklappen</translation>
    </message>
    <message>
      <source>Fold the rail</source>
      <translation>Leiste einklappen</translation>
    </message>
  </context>
  <context>
    <name>RailItem</name>
    <message numerus="yes">
      <source>%n need(s) you</source>
      <translation>
        <numerusform>%n braucht Sie</numerusform>
        <numerusform>%n brauchen Sie</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>RecordTimeline</name>
    <message>
      <source>What happened to the record</source>
      <translation>Was mit dem Eintrag geschah</translation>
    </message>
  </context>
  <context>
    <name>RecoveryCode</name>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Save to a file</source>
      <translation>In Datei speichern</translation>
    </message>
    <message>
      <source>I have put the code where I will find it</source>
      <translation>Der Code liegt, wo ich ihn wiederfinde</translation>
    </message>
    <message>
      <source>Copied for a minute</source>
      <translation>Für eine Minute kopiert</translation>
    </message>
    <message>
      <source>Save the recovery code</source>
      <translation>Wiederherstellungscode speichern</translation>
    </message>
    <message>
      <source>switchhook recovery code.txt</source>
      <translation>Switchhook Wiederherstellungscode.txt</translation>
    </message>
    <message>
      <source>That file cannot be written.</source>
      <translation>Diese Datei lässt sich nicht schreiben.</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Gespeichert</translation>
    </message>
  </context>
  <context>
    <name>RecoveryForm</name>
    <message>
      <source>Enter your recovery code</source>
      <translation>Geben Sie Ihren Wiederherstellungscode ein</translation>
    </message>
    <message>
      <source>Open my calls</source>
      <translation>Meine Anrufe öffnen</translation>
    </message>
    <message>
      <source>The keyring no longer has the key of your calls and notes. They are safe, and the code opens them.</source>
      <translation>Der Schlüsselbund hat den Schlüssel Ihrer Anrufe und Notizen nicht mehr. Sie sind sicher, und der Code öffnet sie.</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Wiederherstellungscode</translation>
    </message>
    <message>
      <source>32 letters and figures, from when you set Switchhook up.</source>
      <translation>32 Buchstaben und Ziffern, aus der Einrichtung von Switchhook.</translation>
    </message>
    <message>
      <source>A code has 32 letters and figures; this one has {0}.</source>
      <translation>Ein Code hat 32 Buchstaben und Ziffern; dieser hat {0}.</translation>
    </message>
    <message>
      <source>This code does not open your calls. Look at each group again.</source>
      <translation>Dieser Code öffnet Ihre Anrufe nicht. Prüfen Sie jede Gruppe noch einmal.</translation>
    </message>
  </context>
  <context>
    <name>RegionBox</name>
    <message>
      <source>Region</source>
      <translation>Region</translation>
    </message>
    <message>
      <source>{0} is {1}</source>
      <translation>{0} ist {1}</translation>
    </message>
  </context>
  <context>
    <name>SettingRow</name>
    <message>
      <source>Set by your administrator.</source>
      <translation>Von Ihrem Administrator festgelegt.</translation>
    </message>
  </context>
  <context>
    <name>SettingsPage</name>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>You and your phone</source>
      <translation>Sie und Ihr Telefon</translation>
    </message>
    <message>
      <source>Your own numbers and lines</source>
      <translation>Ihre Nummern und Leitungen</translation>
    </message>
    <message>
      <source>Never shown as the caller; their labels name the line.</source>
      <translation>Nie als Anrufer gezeigt; ihr Name benennt die Leitung.</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Region</translation>
    </message>
    <message>
      <source>For numbers without a country.</source>
      <translation>Für Nummern ohne Landesvorwahl.</translation>
    </message>
    <message>
      <source>The pop</source>
      <translation>Das Anruffenster</translation>
    </message>
    <message>
      <source>When it rings</source>
      <translation>Wenn es klingelt</translation>
    </message>
    <message>
      <source>When it is answered</source>
      <translation>Wenn angenommen wird</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>Nie</translation>
    </message>
    <message>
      <source>Incoming calls</source>
      <translation>Eingehende Anrufe</translation>
    </message>
    <message>
      <source>Outgoing calls</source>
      <translation>Ausgehende Anrufe</translation>
    </message>
    <message>
      <source>Internal calls</source>
      <translation>Interne Anrufe</translation>
    </message>
    <message>
      <source>Top left</source>
      <translation>Oben links</translation>
    </message>
    <message>
      <source>Top right</source>
      <translation>Oben rechts</translation>
    </message>
    <message>
      <source>Bottom left</source>
      <translation>Unten links</translation>
    </message>
    <message>
      <source>Bottom right</source>
      <translation>Unten rechts</translation>
    </message>
    <message>
      <source>Corner</source>
      <translation>Ecke</translation>
    </message>
    <message>
      <source>Where it comes up on the screen.</source>
      <translation>Wo es auf dem Bildschirm erscheint.</translation>
    </message>
    <message>
      <source>Goes away after</source>
      <translation>Verschwindet nach</translation>
    </message>
    <message>
      <source>Once the call is saved. 0: it stays until you close it.</source>
      <translation>Sobald der Anruf gespeichert ist. 0: bleibt, bis Sie es schließen.</translation>
    </message>
    <message>
      <source>Hide names</source>
      <translation>Namen verbergen</translation>
    </message>
    <message>
      <source>For a screen that others see. A click shows who it is.</source>
      <translation>Für einen Bildschirm, den andere sehen. Ein Klick zeigt, wer es ist.</translation>
    </message>
    <message>
      <source>Shortcut</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>Brings the keyboard to the pop, from anywhere.</source>
      <translation>Bringt die Tastatur von überall zum Anruffenster.</translation>
    </message>
    <message>
      <source>Quiet</source>
      <translation>Ruhe</translation>
    </message>
    <message>
      <source>Do not disturb</source>
      <translation>Nicht stören</translation>
    </message>
    <message>
      <source>No pop; calls are logged all the same.</source>
      <translation>Kein Anruffenster; eingetragen wird trotzdem.</translation>
    </message>
    <message>
      <source>On the days below</source>
      <translation>An den Tagen unten</translation>
    </message>
    <message>
      <source>Quiet from</source>
      <translation>Ruhe ab</translation>
    </message>
    <message>
      <source>Quiet until</source>
      <translation>Ruhe bis</translation>
    </message>
    <message>
      <source>to</source>
      <translation>bis</translation>
    </message>
    <message>
      <source>Quiet hours</source>
      <translation>Ruhezeiten</translation>
    </message>
    <message>
      <source>No pop then; calls are logged all the same.</source>
      <translation>Dann kein Anruffenster; eingetragen wird trotzdem.</translation>
    </message>
    <message>
      <source>Logging</source>
      <translation>Eintragen</translation>
    </message>
    <message>
      <source>Time for your note</source>
      <translation>Zeit für Ihre Notiz</translation>
    </message>
    <message>
      <source>After it the call goes to the CRM by itself. Typing renews it.</source>
      <translation>Danach geht der Anruf von selbst ins CRM. Tippen verlängert sie.</translation>
    </message>
    <message>
      <source>Ignored numbers</source>
      <translation>Nicht beachtete Nummern</translation>
    </message>
    <message>
      <source>Not a lead: no pop and no record, until you remove it here.</source>
      <translation>Kein Kunde: kein Anruffenster und kein Eintrag, bis Sie sie hier entfernen.</translation>
    </message>
    <message>
      <source>Switchhook</source>
      <translation>Switchhook</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>Aussehen</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Start when you sign in</source>
      <translation>Beim Anmelden starten</translation>
    </message>
    <message>
      <source>Start without the window</source>
      <translation>Ohne Fenster starten</translation>
    </message>
    <message>
      <source>The tray icon alone, where there is a tray.</source>
      <translation>Nur das Symbol, wo es eine Leiste dafür gibt.</translation>
    </message>
    <message>
      <source>Your calls and notes</source>
      <translation>Ihre Anrufe und Notizen</translation>
    </message>
    <message>
      <source>Show recovery code</source>
      <translation>Wiederherstellungscode zeigen</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Wiederherstellungscode</translation>
    </message>
    <message>
      <source>Opens your calls where the keyring is lost.</source>
      <translation>Öffnet Ihre Anrufe, wenn der Schlüsselbund verloren ist.</translation>
    </message>
    <message>
      <source>Back up</source>
      <translation>Sichern</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>Einspielen</translation>
    </message>
    <message>
      <source>Backup</source>
      <translation>Sicherung</translation>
    </message>
    <message>
      <source>One file, encrypted with the same key as your calls.</source>
      <translation>Eine Datei, verschlüsselt mit demselben Schlüssel wie Ihre Anrufe.</translation>
    </message>
    <message>
      <source>On</source>
      <translation>Ein</translation>
    </message>
    <message>
      <source> s</source>
      <comment>seconds</comment>
      <translation> s</translation>
    </message>
    <message>
      <source>Restore {0}?</source>
      <translation>{0} einspielen?</translation>
    </message>
    <message>
      <source>What is here now is set aside, not deleted. Switchhook starts anew with the backup.</source>
      <translation>Was jetzt hier ist, wird beiseitegelegt, nicht gelöscht. Switchhook beginnt neu mit der Sicherung.</translation>
    </message>
    <message>
      <source>Leave it</source>
      <translation>Lassen</translation>
    </message>
  </context>
  <context>
    <name>Sheet</name>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
  </context>
  <context>
    <name>Status</name>
    <message>
      <source>No phone yet</source>
      <translation>Noch kein Telefon</translation>
    </message>
    <message>
      <source>Add one under Connections</source>
      <translation>Unter Verbindungen hinzufügen</translation>
    </message>
    <message>
      <source>{phone} is down</source>
      <translation>{phone} ist gestört</translation>
    </message>
    <message>
      <source>Phone is connecting</source>
      <translation>Telefon verbindet sich</translation>
    </message>
    <message>
      <source>Phone ready</source>
      <translation>Telefon bereit</translation>
    </message>
    <message>
      <source>{crm} signed out</source>
      <translation>{crm} abgemeldet</translation>
    </message>
    <message>
      <source>{crm} does not answer</source>
      <translation>{crm} antwortet nicht</translation>
    </message>
    <message>
      <source>{crm} has a problem</source>
      <translation>{crm} hat ein Problem</translation>
    </message>
    <message>
      <source>on this computer</source>
      <translation>auf diesem Computer</translation>
    </message>
    <message>
      <source>{crm} in step</source>
      <translation>{crm} ist aktuell</translation>
    </message>
    <message>
      <source>nothing to send</source>
      <translation>nichts zu senden</translation>
    </message>
    <message>
      <source>It refused the password</source>
      <translation>Das Passwort wurde abgelehnt</translation>
    </message>
    <message>
      <source>Its address is not there</source>
      <translation>Die Adresse gibt es nicht</translation>
    </message>
    <message>
      <source>It does not answer</source>
      <translation>Es antwortet nicht</translation>
    </message>
    <message>
      <source>Trying again by itself</source>
      <translation>Versucht es von selbst wieder</translation>
    </message>
    <message>
      <source>Connecting</source>
      <translation>Verbindet sich</translation>
    </message>
    <message>
      <source>Ready on {lines}</source>
      <translation>Bereit auf {lines}</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>Bereit</translation>
    </message>
    <message>
      <source>In step</source>
      <translation>Aktuell</translation>
    </message>
    <message>
      <source>The sign-in has run out</source>
      <translation>Die Anmeldung ist abgelaufen</translation>
    </message>
    <message>
      <source>Does not answer</source>
      <translation>Antwortet nicht</translation>
    </message>
    <message>
      <source>Has a problem</source>
      <translation>Hat ein Problem</translation>
    </message>
    <message numerus="yes">
      <source>%Ln contact(s)</source>
      <translation>
        <numerusform>%Ln Kontakt</numerusform>
        <numerusform>%Ln Kontakte</numerusform>
      </translation>
    </message>
    <message>
      <source>Nothing waits.</source>
      <translation>Nichts wartet.</translation>
    </message>
    <message numerus="yes">
      <source>%Ln call(s) wait. Nothing is lost.</source>
      <translation>
        <numerusform>%Ln Anruf wartet. Nichts ist verloren.</numerusform>
        <numerusform>%Ln Anrufe warten. Nichts ist verloren.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln call(s) wait to be sent.</source>
      <translation>
        <numerusform>%Ln Anruf wartet.</numerusform>
        <numerusform>%Ln Anrufe warten.</numerusform>
      </translation>
    </message>
    <message>
      <source>Sending now.</source>
      <translation>Wird gesendet.</translation>
    </message>
    <message>
      <source>Time for your note: {time}.</source>
      <translation>Zeit für Ihre Notiz: {time}.</translation>
    </message>
    <message>
      <source>{crm} asked for {time}.</source>
      <translation>{crm} bat um {time}.</translation>
    </message>
    <message>
      <source>{crm} does not answer: next try in {time}.</source>
      <translation>{crm} antwortet nicht: nächster Versuch in {time}.</translation>
    </message>
    <message>
      <source>Sign in to {crm} again.</source>
      <translation>Melden Sie sich neu bei {crm} an.</translation>
    </message>
    <message>
      <source>Looking whether {crm} has it already.</source>
      <translation>Es wird nachgesehen, ob {crm} ihn schon hat.</translation>
    </message>
    <message>
      <source>Behind an earlier entry.</source>
      <translation>Hinter einem früheren Eintrag.</translation>
    </message>
  </context>
  <context>
    <name>TestCallSteps</name>
    <message>
      <source>Steps of the test call</source>
      <translation>Schritte des Testanrufs</translation>
    </message>
    <message>
      <source>the CRM</source>
      <translation>dem CRM</translation>
    </message>
    <message>
      <source>The phone</source>
      <translation>Das Telefon</translation>
    </message>
    <message>
      <source>{0} is connected</source>
      <translation>{0} ist verbunden</translation>
    </message>
    <message>
      <source>{0} is ready</source>
      <translation>{0} ist bereit</translation>
    </message>
    <message>
      <source>Switchhook hears it ring</source>
      <translation>Switchhook hört es klingeln</translation>
    </message>
    <message>
      <source>The pop says who calls</source>
      <translation>Das Anruffenster sagt, wer anruft</translation>
    </message>
    <message>
      <source>You answer, note, hang up</source>
      <translation>Sie nehmen an, notieren, legen auf</translation>
    </message>
    <message>
      <source>One record in {0}</source>
      <translation>Ein Eintrag in {0}</translation>
    </message>
    <message>
      <source>done</source>
      <translation>erledigt</translation>
    </message>
    <message>
      <source>not yet</source>
      <translation>noch nicht</translation>
    </message>
  </context>
  <context>
    <name>Times</name>
    <message>
      <source>Today</source>
      <translation>Heute</translation>
    </message>
    <message>
      <source>Yesterday</source>
      <translation>Gestern</translation>
    </message>
    <message>
      <source>just now</source>
      <translation>gerade eben</translation>
    </message>
    <message>
      <source>{0} min ago</source>
      <comment>minutes</comment>
      <translation>vor {0} min</translation>
    </message>
  </context>
  <context>
    <name>Tray</name>
    <message numerus="yes">
      <source>%Ln call(s) need you</source>
      <translation>
        <numerusform>%Ln Anruf braucht Sie</numerusform>
        <numerusform>%Ln Anrufe brauchen Sie</numerusform>
      </translation>
    </message>
    <message>
      <source>Do not disturb is on: calls are logged, no pop</source>
      <translation>Nicht stören ist an: Anrufe werden eingetragen, kein Anruffenster</translation>
    </message>
    <message>
      <source>Open Switchhook</source>
      <translation>Switchhook öffnen</translation>
    </message>
    <message>
      <source>Show the pop</source>
      <translation>Anruffenster zeigen</translation>
    </message>
    <message>
      <source>Log a call</source>
      <translation>Anruf eintragen</translation>
    </message>
    <message>
      <source>Do not disturb</source>
      <translation>Nicht stören</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Unlock the keyring</source>
      <translation>Schlüsselbund entsperren</translation>
    </message>
  </context>
  <context>
    <name>TwoColumns</name>
    <message>
      <source>Back to the list</source>
      <translation>Zurück zur Liste</translation>
    </message>
  </context>
  <context>
    <name>Wording</name>
    <message>
      <source>International</source>
      <translation>International</translation>
    </message>
    <message>
      <source>Extension {0}</source>
      <translation>Durchwahl {0}</translation>
    </message>
    <message>
      <source>Number withheld</source>
      <translation>Nummer unterdrückt</translation>
    </message>
    <message>
      <source>Incoming</source>
      <translation>Eingehend</translation>
    </message>
    <message>
      <source>Outgoing</source>
      <translation>Ausgehend</translation>
    </message>
    <message>
      <source>Internal</source>
      <translation>Intern</translation>
    </message>
    <message>
      <source>End unknown</source>
      <translation>Ende unbekannt</translation>
    </message>
    <message>
      <source>Answered</source>
      <translation>Angenommen</translation>
    </message>
    <message>
      <source>Missed</source>
      <translation>Verpasst</translation>
    </message>
    <message>
      <source>Answered elsewhere</source>
      <translation>Woanders angenommen</translation>
    </message>
    <message>
      <source>Declined</source>
      <translation>Abgelehnt</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>Besetzt</translation>
    </message>
    <message>
      <source>No answer</source>
      <translation>Keine Antwort</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Fehlgeschlagen</translation>
    </message>
    <message>
      <source>Voicemail</source>
      <translation>Mailbox</translation>
    </message>
    <message>
      <source>Ended</source>
      <translation>Beendet</translation>
    </message>
    <message>
      <source>Calling</source>
      <translation>Wählt</translation>
    </message>
    <message>
      <source>Talking</source>
      <translation>Im Gespräch</translation>
    </message>
    <message>
      <source>On hold</source>
      <translation>Gehalten</translation>
    </message>
    <message>
      <source>Your choice for this number</source>
      <translation>Ihre Wahl für diese Nummer</translation>
    </message>
    <message>
      <source>Has an appointment soon</source>
      <translation>Hat bald einen Termin</translation>
    </message>
    <message>
      <source>Same number</source>
      <translation>Gleiche Nummer</translation>
    </message>
    <message>
      <source>Company number</source>
      <translation>Nummer der Firma</translation>
    </message>
    <message>
      <source>Same extension</source>
      <translation>Gleiche Durchwahl</translation>
    </message>
    <message>
      <source>Found by the CRM, number hidden</source>
      <translation>Vom CRM gefunden, Nummer verborgen</translation>
    </message>
    <message>
      <source>{0}, last called {1}</source>
      <translation>{0}, zuletzt {1}</translation>
    </message>
    <message>
      <source>You called: {0}</source>
      <translation>Sie riefen an: {0}</translation>
    </message>
    <message>
      <source>Last call: {0}</source>
      <translation>Letzter Anruf: {0}</translation>
    </message>
    <message>
      <source>Not logged yet</source>
      <translation>Noch nicht eingetragen</translation>
    </message>
    <message>
      <source>Logged in {0}</source>
      <translation>Eingetragen in {0}</translation>
    </message>
    <message>
      <source>Sending to {0}</source>
      <translation>Wird an {0} gesendet</translation>
    </message>
    <message>
      <source>Waits until you sign in to {0} again</source>
      <translation>Wartet, bis Sie sich wieder bei {0} anmelden</translation>
    </message>
    <message>
      <source>Needs you: {0}</source>
      <translation>Braucht Sie: {0}</translation>
    </message>
    <message>
      <source>Not logged: {0}</source>
      <translation>Nicht eingetragen: {0}</translation>
    </message>
    <message>
      <source>Waits for your note</source>
      <translation>Wartet auf Ihre Notiz</translation>
    </message>
    <message>
      <source>Waits for an earlier step of this call</source>
      <translation>Wartet auf einen früheren Schritt dieses Anrufs</translation>
    </message>
    <message>
      <source>{0} does not answer; next try {1}</source>
      <translation>{0} antwortet nicht; nächster Versuch {1}</translation>
    </message>
    <message>
      <source>{0} does not answer; trying</source>
      <translation>{0} antwortet nicht; es wird versucht</translation>
    </message>
    <message>
      <source>{0} asked to wait until {1}</source>
      <translation>{0} bat, bis {1} zu warten</translation>
    </message>
    <message>
      <source>Looking whether {0} has it already</source>
      <translation>Es wird nachgesehen, ob {0} ihn schon hat</translation>
    </message>
    <message>
      <source>Waits to be sent to {0}</source>
      <translation>Wartet auf das Senden an {0}</translation>
    </message>
    <message>
      <source>{0} refused “{1}”</source>
      <translation>{0} hat „{1}“ abgelehnt</translation>
    </message>
    <message>
      <source>{0} refused a value</source>
      <translation>{0} hat einen Wert abgelehnt</translation>
    </message>
    <message>
      <source>your role in {0} lacks “{1}”</source>
      <translation>Ihrer Rolle in {0} fehlt „{1}“</translation>
    </message>
    <message>
      <source>your role in {0} does not allow it</source>
      <translation>Ihre Rolle in {0} erlaubt es nicht</translation>
    </message>
    <message>
      <source>the record is no longer in {0}</source>
      <translation>der Eintrag ist nicht mehr in {0}</translation>
    </message>
    <message>
      <source>someone changed it in {0}</source>
      <translation>jemand hat es in {0} geändert</translation>
    </message>
    <message>
      <source>{0} cannot hold this</source>
      <translation>{0} kann das nicht aufnehmen</translation>
    </message>
    <message>
      <source>it may be in {0} already</source>
      <translation>er ist vielleicht schon in {0}</translation>
    </message>
    <message>
      <source>choose whom to log it to</source>
      <translation>wählen Sie, bei wem er eingetragen wird</translation>
    </message>
    <message>
      <source>an error in Switchhook stopped it</source>
      <translation>ein Fehler in Switchhook hielt es auf</translation>
    </message>
    <message>
      <source>you discarded it</source>
      <translation>von Ihnen verworfen</translation>
    </message>
    <message>
      <source>private call</source>
      <translation>privater Anruf</translation>
    </message>
    <message>
      <source>the number is ignored</source>
      <translation>die Nummer wird nicht beachtet</translation>
    </message>
    <message>
      <source>Saved; needs you before it is logged</source>
      <translation>Gespeichert; braucht Sie vor dem Eintragen</translation>
    </message>
    <message>
      <source>Saved, on its way to {0}</source>
      <translation>Gesichert, geht an {0}</translation>
    </message>
    <message>
      <source>Call logged in {0}</source>
      <translation>Anruf eingetragen in {0}</translation>
    </message>
    <message>
      <source>Not logged</source>
      <translation>Nicht eingetragen</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Gespeichert</translation>
    </message>
    <message>
      <source>the CRM</source>
      <translation>das CRM</translation>
    </message>
    <message>
      <source>Rang</source>
      <translation>Geklingelt</translation>
    </message>
    <message>
      <source>Dialled</source>
      <translation>Gewählt</translation>
    </message>
    <message>
      <source>Transferred</source>
      <translation>Weitergegeben</translation>
    </message>
    <message>
      <source>Sent to {0}</source>
      <translation>An {0} gesendet</translation>
    </message>
    <message>
      <source>Updated in {0}</source>
      <translation>In {0} aktualisiert</translation>
    </message>
    <message>
      <source>{0} did not take it; tried again later</source>
      <translation>{0} nahm es nicht an; später erneut versucht</translation>
    </message>
    <message>
      <source>Needs you: {0} did not take it</source>
      <translation>Braucht Sie: {0} nahm es nicht an</translation>
    </message>
    <message>
      <source>Connected</source>
      <translation>Verbunden</translation>
    </message>
    <message>
      <source>Signed out</source>
      <translation>Abgemeldet</translation>
    </message>
    <message>
      <source>Does not answer</source>
      <translation>Antwortet nicht</translation>
    </message>
    <message>
      <source>In trouble</source>
      <translation>Hat Probleme</translation>
    </message>
    <message>
      <source>The phone</source>
      <translation>Das Telefon</translation>
    </message>
    <message>
      <source>Sign in to {0} again.</source>
      <translation>Melden Sie sich neu bei {0} an.</translation>
    </message>
    <message>
      <source>Your role in {0} does not allow that.</source>
      <translation>Ihre Rolle in {0} erlaubt das nicht.</translation>
    </message>
    <message>
      <source>{0} no longer has that.</source>
      <translation>{0} hat das nicht mehr.</translation>
    </message>
    <message>
      <source>{0} holds something newer.</source>
      <translation>{0} hat etwas Neueres.</translation>
    </message>
    <message>
      <source>{0} refused that.</source>
      <translation>{0} hat das abgelehnt.</translation>
    </message>
    <message>
      <source>{0} asks to wait a little.</source>
      <translation>{0} bittet, etwas zu warten.</translation>
    </message>
    <message>
      <source>{0} does not answer.</source>
      <translation>{0} antwortet nicht.</translation>
    </message>
    <message>
      <source>{0} cannot do that.</source>
      <translation>{0} kann das nicht.</translation>
    </message>
    <message>
      <source>{0} did not do that.</source>
      <translation>{0} hat das nicht getan.</translation>
    </message>
    <message>
      <source>The settings file could not be read. It was set aside, and Switchhook works with its defaults.</source>
      <translation>Die Einstellungsdatei war nicht lesbar. Sie wurde beiseitegelegt, und Switchhook arbeitet mit seinen Vorgaben.</translation>
    </message>
    <message>
      <source>The settings are from a newer Switchhook. They stay as they are; this one works with its defaults.</source>
      <translation>Die Einstellungen stammen von einem neueren Switchhook. Sie bleiben, wie sie sind; dieses arbeitet mit seinen Vorgaben.</translation>
    </message>
    <message>
      <source>Your administrator's policy file could not be read. Ask them to check it.</source>
      <translation>Die Vorgabendatei Ihres Administrators war nicht lesbar. Bitten Sie ihn, sie zu prüfen.</translation>
    </message>
    <message>
      <source>The calls on this computer are from a newer Switchhook. Install that one to go on.</source>
      <translation>Die Anrufe auf diesem Computer stammen von einem neueren Switchhook. Installieren Sie es, um fortzufahren.</translation>
    </message>
    <message>
      <source>The file of calls is damaged. Switchhook keeps what your phone tells until you restore a backup.</source>
      <translation>Die Datei der Anrufe ist beschädigt. Switchhook bewahrt auf, was Ihr Telefon meldet, bis Sie eine Sicherung einspielen.</translation>
    </message>
    <message>
      <source>The key of your calls is no longer in the keyring. Enter your recovery code to open them.</source>
      <translation>Der Schlüssel Ihrer Anrufe ist nicht mehr im Schlüsselbund. Geben Sie Ihren Wiederherstellungscode ein, um sie zu öffnen.</translation>
    </message>
    <message>
      <source>The keyring is locked. Unlock it to see names and to log calls.</source>
      <translation>Der Schlüsselbund ist gesperrt. Entsperren Sie ihn, um Namen zu sehen und Anrufe einzutragen.</translation>
    </message>
    <message>
      <source>This computer has no keyring. Calls are kept unencrypted, and no CRM can be signed in to.</source>
      <translation>Dieser Computer hat keinen Schlüsselbund. Anrufe liegen unverschlüsselt, und Sie können sich bei keinem CRM anmelden.</translation>
    </message>
    <message>
      <source>The keyring was reset. Sign in to your CRM again, and enter your recovery code.</source>
      <translation>Der Schlüsselbund wurde zurückgesetzt. Melden Sie sich neu bei Ihrem CRM an und geben Sie Ihren Wiederherstellungscode ein.</translation>
    </message>
    <message>
      <source>The disk is full. Make room; until then notes may not be kept.</source>
      <translation>Der Datenträger ist voll. Schaffen Sie Platz; bis dahin gehen Notizen vielleicht verloren.</translation>
    </message>
    <message>
      <source>Switchhook may not write to its folder. Until it may, notes are not kept.</source>
      <translation>Switchhook darf nicht in seinen Ordner schreiben. Bis dahin werden Notizen nicht gesichert.</translation>
    </message>
    <message>
      <source>The key in the keyring is not that of your calls. Enter your recovery code to open them.</source>
      <translation>Der Schlüssel im Schlüsselbund ist nicht der Ihrer Anrufe. Geben Sie Ihren Wiederherstellungscode ein, um sie zu öffnen.</translation>
    </message>
    <message>
      <source>A keyring is there now. Your calls and notes can be locked with a key.</source>
      <translation>Jetzt ist ein Schlüsselbund da. Ihre Anrufe und Notizen lassen sich mit einem Schlüssel sichern.</translation>
    </message>
    <message>
      <source>Switchhook does not know this kind of phone: {0}.</source>
      <translation>Switchhook kennt diese Art von Telefon nicht: {0}.</translation>
    </message>
    <message>
      <source>{0} cannot start with its settings. Change them under Connections.</source>
      <translation>{0} kann mit seinen Einstellungen nicht starten. Ändern Sie sie unter Verbindungen.</translation>
    </message>
    <message>
      <source>One setting had a value that cannot be, and has its default now: {0}.</source>
      <translation>Eine Einstellung hatte einen unmöglichen Wert und hat jetzt ihre Vorgabe: {0}.</translation>
    </message>
    <message>
      <source>The settings file cannot be opened. Its defaults are used.</source>
      <translation>Die Einstellungsdatei lässt sich nicht öffnen. Es gelten die Vorgaben.</translation>
    </message>
    <message>
      <source>A value of your administrator's policy cannot be used: {0}. Tell them.</source>
      <translation>Ein Wert der Vorgaben Ihres Administrators ist nicht brauchbar: {0}. Sagen Sie es ihm.</translation>
    </message>
    <message>
      <source>Some events that came while Switchhook was closed could not be read.</source>
      <translation>Einige Ereignisse aus der Zeit, als Switchhook geschlossen war, waren nicht lesbar.</translation>
    </message>
    <message>
      <source>Something went wrong in Switchhook. It goes on.</source>
      <translation>In Switchhook ist etwas schiefgegangen. Es läuft weiter.</translation>
    </message>
    <message>
      <source>Interested</source>
      <translation>Interessiert</translation>
    </message>
    <message>
      <source>Call back</source>
      <translation>Rückruf</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>Nicht jetzt</translation>
    </message>
    <message>
      <source>Left message</source>
      <translation>Nachricht hinterlassen</translation>
    </message>
    <message>
      <source>Wrong number</source>
      <translation>Falsche Nummer</translation>
    </message>
    <message>
      <source>work</source>
      <comment>a phone number</comment>
      <translation>geschäftlich</translation>
    </message>
    <message>
      <source>mobile</source>
      <comment>a phone number</comment>
      <translation>mobil</translation>
    </message>
    <message>
      <source>home</source>
      <comment>a phone number</comment>
      <translation>privat</translation>
    </message>
  </context>
  <context>
    <name>WrapUp</name>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>Outcome</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>Follow-up</source>
      <translation>Wiedervorlage</translation>
    </message>
    <message>
      <source>Remove the related contact</source>
      <translation>Weiteren Kontakt entfernen</translation>
    </message>
    <message>
      <source>+1 day</source>
      <translation>+1 Tag</translation>
    </message>
    <message>
      <source>+3 days</source>
      <translation>+3 Tage</translation>
    </message>
    <message>
      <source>+1 week</source>
      <translation>+1 Woche</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Alt+1 to {0}</source>
      <translation>Alt+1 bis {0}</translation>
    </message>
    <message>
      <source>another contact</source>
      <translation>ein anderer Kontakt</translation>
    </message>
    <message>
      <source>Related: </source>
      <translation>Betrifft auch: </translation>
    </message>
  </context>
  <context>
    <name>WrapUpFields</name>
    <message>
      <source>Outcome</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>What was said, what comes next</source>
      <translation>Was besprochen wurde, was als Nächstes kommt</translation>
    </message>
    <message>
      <source>Follow-up</source>
      <translation>Wiedervorlage</translation>
    </message>
    <message>
      <source>Choose</source>
      <translation>Wählen</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Ändern</translation>
    </message>
    <message>
      <source>Choose contact</source>
      <translation>Kontakt wählen</translation>
    </message>
    <message>
      <source>+1 day</source>
      <translation>+1 Tag</translation>
    </message>
    <message>
      <source>+3 days</source>
      <translation>+3 Tage</translation>
    </message>
    <message>
      <source>+1 week</source>
      <translation>+1 Woche</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Related contact</source>
      <translation>Weiterer Kontakt</translation>
    </message>
  </context>
  <context>
    <name>_Brand</name>
    <message>
      <source>Fold the rail</source>
      <translation>Leiste einklappen</translation>
    </message>
  </context>
  <context>
    <name>_CodeBox</name>
    <message>
      <source>Recovery code</source>
      <translation>Wiederherstellungscode</translation>
    </message>
  </context>
</TS>
