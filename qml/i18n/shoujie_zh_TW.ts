<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AppShell</name>
    <message>
        <source>Floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language, colours, text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reception begun; the turn is held for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved yet: a colleague has a right. Say how they stand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved on this tablet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose customer?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call saved on this tablet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Articles</name>
    <message>
        <source>Receptions go round by the turn list; nobody picks or grabs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A turn missed for a good reason is made up for first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiving your own old or call-in customer costs no turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It proved to be a colleague&apos;s customer, so the turn is made up for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Helping a colleague out costs no turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other work was assigned, so the place in the queue is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days off, leave and sick days are not made up for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full name, phone, or plate with surname: any one shows who it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A call belongs to whom the caller asked for, else to who answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New, old, family or public: what kind of visitor this is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A public visitor is everybody&apos;s and takes nobody&apos;s turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What holds when an old customer brings somebody new.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brought by an old customer: belongs to that customer&apos;s salesperson.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked for a salesperson by name: belongs to the one asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Naming somebody at any moment of the first visit settles it; naming nobody means the turn list decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registered beforehand by a referral; it can be claimed for 7 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While a reception runs, nobody else asks the customer whose they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What holds when somebody who called comes in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called before but asked for nobody: the call yields to the reception.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called before and asked for the one who is here: theirs, without a turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called before and asked for somebody absent: received for them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known to be a colleague&apos;s: hand back, get consent, or help while they are away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One family counts as one customer, by who was received first, for 30 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received without knowing, and more than 60 days after the first entry: a new customer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed without knowing: shared if found out within 3 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A deal is deposit and signed agreement; the signer is the buyer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A group purchase is received in turn; the manager sets the bonus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discounts and transfers are for the manager to allow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the rules leave open, the sales manager decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The register is the first evidence; nothing in it is ever changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the article in the rules.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BoardRow</name>
    <message>
        <source>%1, place %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next: you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiving since %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallPage</name>
    <message>
        <source>Log a call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While you talk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who is calling?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This call belongs to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (you)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the call</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallWantsCard</name>
    <message>
        <source>Looks for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heard of us through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks for a colleague</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This afternoon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tomorrow morning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomerRow</name>
    <message>
        <source>No name given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>visited %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The manager decides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours until %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 days</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CustomersPage</name>
    <message>
        <source>My customers</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n end within a week</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, or last digits of the phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever you register, and whoever asks for you, stands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try fewer characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register a visit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DutySheet</name>
    <message>
        <source>My duty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On duty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coming back, you join at the end of the turn list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On other work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assigned by the manager; you keep your place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of the list, nothing is made up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sick</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Shoujie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reception register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make this tablet one of the site&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office gives out a code for one tablet; it holds for ten minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-time code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office does not know this code. Ask for a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the office…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join the site</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message>
        <source>Evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This entry shows clearly who was received.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name can be shared. A phone or a plate makes the entry strong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be saved like this, but without full name, phone or plate it wins no dispute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plate and surname</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FloorPage</name>
    <message>
        <source>Floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As this tablet alone knows it</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of this tablet that the others do not know yet</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Turn list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No turn list yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The manager sets it; it comes with the next contact to the office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GalleryPage</name>
    <message>
        <source>Gallery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every component in its states</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buttons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secondary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Danger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start reception</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too short for a phone number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts together with the surname</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chips and badges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passing by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A friend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provisional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is my work safe?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Display 轮排</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title 接待</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heading 登记</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Body 老客户</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label 归属</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>李娜&apos;s customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known since 3 March by phone, 12 of 60 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>She takes over now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>She is away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes no turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiving since 10:02</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>12 of 60 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever you register stands here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Shoujie</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MyTurnCard</name>
    <message>
        <source>You are receiving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is your turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since %1. Register before the customer leaves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By a make-up turn that is owed to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are at the head of the turn list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are out of the turn list until you are back on duty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have no place in the turn list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start only for your own customer, or for one who asks for you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start reception</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register the visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back on duty, or change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change my duty</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NavigationRail</name>
    <message>
        <source>Hand over</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OwedCard</name>
    <message>
        <source>Make-ups owed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>None. Nobody has missed a turn that has to be made up for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Art. %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PinKey</name>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message numerus="yes">
        <source>%n digit(s) typed</source>
        <extracomment>Read to somebody who cannot see the dots</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReasonRow</name>
    <message>
        <source>Art. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recognised by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From %1 to %2: day %3 of %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 days</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RefusalsCard</name>
    <message>
        <source>Refused by the office</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegisterPage</name>
    <message>
        <source>Register a visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No reception is running: the entry counts from now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reception since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incomplete: weak evidence</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsSheet</name>
    <message>
        <source>Display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Shoujie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reception register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who takes over?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is known here yet. The list comes with the first contact to the office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you save stays saved, with or without a network. Records of colleagues that wait on this tablet are kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SpecialCard</name>
    <message>
        <source>Special cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave empty if none applies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked for a colleague</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came with an old customer: name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public visitor: everybody&apos;s, takes no turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handed over a business card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group purchase with the developer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SplashPage</name>
    <message>
        <source>Shoujie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The store of this tablet cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartSheet</name>
    <message>
        <source>Start a reception?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not your turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The turn is held for you until you register. Nobody sees whom you receive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is next. Start if the visitor is yours, asks for you, or nobody else is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is next. Start if the visitor is your own customer, asks for you, or %1 agrees; otherwise it counts as out of turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SyncChip</name>
    <message numerus="yes">
        <source>%n refused</source>
        <comment>records refused by the office</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <comment>records waiting to be sent</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>All safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>syncing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Is my work safe?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In touch with the office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline: everything is saved here</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <comment>records refused by the office</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <comment>records waiting to be sent</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>All safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office did not take them. They stay here; look below for what to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved on this tablet, also if the power fails. They are sent by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office has signed for everything written here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last complete sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending and fetching resume by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of what you save now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grade %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proof code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it on the customer&apos;s slip: it proves what stood here until now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>Noto Sans CJK SC</source>
        <extracomment>The font family of this language: Noto Sans CJK SC or TC, which draw some characters differently</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelineRow</name>
    <message numerus="yes">
        <source>%1, sure to %n second(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>between %1 and %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting on this tablet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>Belongs to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The manager decides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ruled by the manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earned a make-up turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts as new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office&apos;s word, from the register.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As this tablet judges it; the office may know more and has the last word.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VisitNotice</name>
    <message>
        <source>%1 of %2 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known since %1 by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public visitor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1&apos;s customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brought by a customer of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Was %1&apos;s customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called before: %1&apos;s call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Announced by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Announced by a referral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries of different colleagues match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in the register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Belongs to everybody and takes no turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How does %1 stand?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Belongs to %1. How does %1 stand?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes no turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The days are over: a new customer, in turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever asks for nobody is received in turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can still be claimed; register as usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the entry; the sales manager decides whose it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new customer, received in turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The register answers as soon as a name, phone or plate is typed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand back now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 goes on with the customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I go on, with consent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 agreed; a deal now is shared 20 to 80</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not here: I help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back afterwards; a deal now is shared 20 to 80</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be reached: I help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WantsCard</name>
    <message>
        <source>Looks for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Employer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>or address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WhoCard</name>
    <message>
        <source>Who is it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any one of name, phone or plate is enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Car brand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second phone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WhyPage</name>
    <message>
        <source>Why: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose customer it is, and by which rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By which rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>That PIN is not right. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not do this. Ask the sales manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not known here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This contradicts what is already recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office cannot be reached now. It will be tried again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many attempts. Wait a minute and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tablet&apos;s memory refused. Nothing was saved: free some space and save again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data on this tablet contradicts itself. Call the office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office runs another version. Update this tablet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something needed is missing. Fill it in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text is too long. Shorten it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text is too short. Complete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of the values is not allowed. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number or time is out of range. Check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A time is not right. Check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record could not be read. Call the office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong. Call the office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the sales manager to enter it, or to allow it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody recorded this first. Compare, and tell the manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update the app; the record stays here and is sent again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record stays on this tablet. Show it to the manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too short for a phone number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too long for a phone number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No such phone number exists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A phone number has digits only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With digits hidden it proves nothing; ask for all of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too short for a plate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too long for a plate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A plate counts together with the surname; add a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A surname alone proves little; ask for the full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too long; shorten it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please check this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Salesperson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sales manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Front desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service supervisor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On other work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public visitor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group purchase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Old customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family of a customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked for somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Referred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called in before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New customer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ruled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provisional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took no turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took a turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used a make-up turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plate and surname</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The developer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the trade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Led by the developer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guest of marketing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came to sell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bigger home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>School place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Investment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Just looking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passing by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Poster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper or flyer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A friend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reception begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Visit registered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call registered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Referral registered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family declared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed as public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflict found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deal signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deal transferred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow-up planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Followed up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conduct reported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ruling by the manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry amended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duty changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn list set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joined the team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left the team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact: the office confirms the time at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sure to the second: confirmed by the office before and after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sure to some seconds: confirmed by the office on one side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vague until the next contact: the office has not confirmed this tablet&apos;s time since it was started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In doubt: the clocks contradict each other. Tell the manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HH:mm</source>
        <comment>time of day</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMMM</source>
        <comment>day and month</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM, HH:mm</source>
        <comment>day, month and time</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM, HH:mm:ss</source>
        <comment>day, month and exact time</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
