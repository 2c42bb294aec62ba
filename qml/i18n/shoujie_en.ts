<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>CustomersPage</name>
        <message numerus="yes">
            <source>%n customer(s)</source>
            <translation>
                <numerusform>%n customer</numerusform>
                <numerusform>%n customers</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n end within a week</source>
            <translation>
                <numerusform>%n ends within a week</numerusform>
                <numerusform>%n end within a week</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FloorPage</name>
        <message numerus="yes">
            <source>%n record(s) of this tablet that the others do not know yet</source>
            <translation>
                <numerusform>%n record of this tablet that the others do not know yet</numerusform>
                <numerusform>%n records of this tablet that the others do not know yet</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OwedCard</name>
        <message numerus="yes">
            <source>%n turn(s)</source>
            <translation>
                <numerusform>%n turn</numerusform>
                <numerusform>%n turns</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PinPad</name>
        <message numerus="yes">
            <source>%n digit(s) typed</source>
            <extracomment>Read to somebody who cannot see the dots</extracomment>
            <translation>
                <numerusform>%n digit typed</numerusform>
                <numerusform>%n digits typed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncChip</name>
        <message numerus="yes">
            <source>%n refused</source>
            <comment>records refused by the office</comment>
            <translation>
                <numerusform>%n refused</numerusform>
                <numerusform>%n refused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <comment>records waiting to be sent</comment>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncPage</name>
        <message numerus="yes">
            <source>%n refused</source>
            <comment>records refused by the office</comment>
            <translation>
                <numerusform>%n refused</numerusform>
                <numerusform>%n refused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <comment>records waiting to be sent</comment>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s) refused</source>
            <translation>
                <numerusform>%n photo refused</numerusform>
                <numerusform>%n photos refused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s) waiting</source>
            <translation>
                <numerusform>%n photo waiting</numerusform>
                <numerusform>%n photos waiting</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Certain to %n s</source>
            <comment>seconds</comment>
            <translation>
                <numerusform>Certain to %n s</numerusform>
                <numerusform>Certain to %n s</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TimelineRow</name>
        <message numerus="yes">
            <source>%1, sure to %n second(s)</source>
            <translation>
                <numerusform>%1, sure to %n second</numerusform>
                <numerusform>%1, sure to %n seconds</numerusform>
            </translation>
        </message>
    </context>
</TS>
