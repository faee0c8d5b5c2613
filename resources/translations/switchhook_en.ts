<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>CallsPage</name>
    <message numerus="yes">
      <source>%Ln known, so names show at once</source>
      <translation>
        <numerusform>%Ln known, so names show at once</numerusform>
        <numerusform>%Ln known, so names show at once</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>DiagnosticsPage</name>
    <message numerus="yes">
      <source>%Ln thing(s) to look at</source>
      <translation>
        <numerusform>%Ln thing to look at</numerusform>
        <numerusform>%Ln things to look at</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ImportForm</name>
    <message numerus="yes">
      <source>%Ln contact(s) added</source>
      <translation>
        <numerusform>%Ln contact added</numerusform>
        <numerusform>%Ln contacts added</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln known one(s) brought up to date.</source>
      <translation>
        <numerusform>%Ln known one brought up to date.</numerusform>
        <numerusform>%Ln known ones brought up to date.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln known already.</source>
      <translation>
        <numerusform>%Ln known already.</numerusform>
        <numerusform>%Ln known already.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln line(s) left out:</source>
      <translation>
        <numerusform>%Ln line left out:</numerusform>
        <numerusform>%Ln lines left out:</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Pop</name>
    <message numerus="yes">
      <source>%n more</source>
      <comment>further matches</comment>
      <translation>
        <numerusform>%n more</numerusform>
        <numerusform>%n more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n contacts</source>
      <comment>several match</comment>
      <translation>
        <numerusform>%n contact</numerusform>
        <numerusform>%n contacts</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>RailItem</name>
    <message numerus="yes">
      <source>%n need(s) you</source>
      <translation>
        <numerusform>%n needs you</numerusform>
        <numerusform>%n need you</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Status</name>
    <message numerus="yes">
      <source>%Ln contact(s)</source>
      <translation>
        <numerusform>%Ln contact</numerusform>
        <numerusform>%Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln call(s) wait. Nothing is lost.</source>
      <translation>
        <numerusform>%Ln call waits. Nothing is lost.</numerusform>
        <numerusform>%Ln calls wait. Nothing is lost.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln call(s) wait to be sent.</source>
      <translation>
        <numerusform>%Ln call waits to be sent.</numerusform>
        <numerusform>%Ln calls wait to be sent.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Tray</name>
    <message numerus="yes">
      <source>%Ln call(s) need you</source>
      <translation>
        <numerusform>%Ln call needs you</numerusform>
        <numerusform>%Ln calls need you</numerusform>
      </translation>
    </message>
  </context>
</TS>
