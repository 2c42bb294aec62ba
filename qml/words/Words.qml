pragma Singleton

import QtQml

/// The words for every code the program uses, in the language that is on. Anything shown to a
/// person that comes from a code goes through here, so that there is one place to translate.
QtObject {
    readonly property var intents: ["first_home", "bigger_home", "school", "investment", "looking"]
    readonly property var sources: ["passing_by", "outdoor", "online", "print", "friend",
                                    "old_customer", "call"]
    readonly property var publicBases: ["peer", "developer_tour", "marketing_guest", "solicitor"]

    /// [{value, text}] for a chip group.
    function options(values, say) { return values.map(v => ({ value: v, text: say(v) })); }

    /// The same, with the time that a wrong PIN costs.
    function signInError(code, seconds) {
        if (code !== "pin_wait") return error(code);
        return qsTr("That PIN was wrong too often. Try again in %1\u00a0s.").arg(seconds);
    }

    // ---- what went wrong -----------------------------------------------------------------------
    function error(code) {
        switch (code) {
        case "": return "";
        case "unauthorized": return qsTr("That PIN is not right. Try again.");
        case "wrong_pin": return qsTr("That PIN is not right. Try again.");
        case "forbidden": return qsTr("You may not do this. Ask the sales manager.");
        case "not_found": return qsTr("This is not known here.");
        case "conflict": return qsTr("This contradicts what is already recorded.");
        case "unavailable": return qsTr("The office cannot be reached now. It will be tried "
                                        + "again.");
        case "pin_locked": return qsTr("That PIN was wrong too often. Ask the office for a new "
                                       + "one; nothing that was saved is lost.");
        case "too_many": return qsTr("Too many attempts. Wait a minute and try again.");
        case "storage": return qsTr("The tablet's memory refused. Nothing was saved: free some "
                                    + "space "
                                    + "and save again.");
        case "corrupt": return qsTr("Data on this tablet contradicts itself. Call the office.");
        case "unsupported": return qsTr("The office runs another version. Update this tablet.");
        case "untrusted": return qsTr("What answers is not the office this tablet belongs to. "
                                      + "Check the tablet's date, then call the office.");
        case "missing_member": return qsTr("Something needed is missing. Fill it in.");
        case "too_long": return qsTr("A text is too long. Shorten it.");
        case "too_short": return qsTr("A text is too short. Complete it.");
        case "not_allowed": return qsTr("One of the values is not allowed. Choose another.");
        case "out_of_range": return qsTr("A number or time is out of range. Check it.");
        case "bad_time": return qsTr("A time is not right. Check it.");
        case "malformed":
        case "invalid_utf8":
        case "too_deep":
        case "duplicate_member":
        case "not_an_integer":
        case "unknown_member":
        case "unknown_kind":
        case "wrong_type": return qsTr("The record could not be read. Call the office.");
        default: return qsTr("Something went wrong. Call the office.");
        }
    }
    /// What a person can do about a record that the office refused.
    function remedy(code) {
        switch (code) {
        case "forbidden": return qsTr("Ask the sales manager to enter it, or to allow it.");
        case "conflict": return qsTr("Somebody recorded this first. Compare, and tell the "
                                     + "manager.");
        case "unsupported":
        case "unknown_kind": return qsTr("Update the app; the record stays here and is sent "
                                         + "again.");
        default: return qsTr("The record stays on this tablet. Show it to the manager.");
        }
    }
    function fieldProblem(problem) {
        switch (problem) {
        case "": return "";
        case "phone_short": return qsTr("Too short for a phone number");
        case "phone_long": return qsTr("Too long for a phone number");
        case "phone_impossible": return qsTr("No such phone number exists");
        case "phone_letters": return qsTr("A phone number has digits only");
        case "phone_masked": return qsTr("With digits hidden it proves nothing; ask for all of "
                                         + "them");
        case "plate_short": return qsTr("Too short for a plate");
        case "plate_long": return qsTr("Too long for a plate");
        case "plate_no_surname": return qsTr("A plate counts together with the surname; add a "
                                             + "name");
        case "name_title": return qsTr("A surname alone proves little; ask for the full name");
        case "too_long": return qsTr("Too long; shorten it");
        default: return qsTr("Please check this");
        }
    }

    // ---- people and duty -----------------------------------------------------------------------
    function role(word) {
        switch (word) {
        case "salesperson": return qsTr("Salesperson");
        case "sales_manager": return qsTr("Sales manager");
        case "call_desk": return qsTr("Call desk");
        case "front_desk": return qsTr("Front desk");
        case "service_assistant": return qsTr("Service assistant");
        case "service_supervisor": return qsTr("Service supervisor");
        case "admin": return qsTr("Office");
        default: return word;
        }
    }
    function seatState(word) {
        switch (word) {
        case "waiting": return qsTr("Waiting");
        case "receiving": return qsTr("Receiving");
        case "assigned": return qsTr("On other work");
        case "off": return qsTr("Day off");
        case "leave": return qsTr("On leave");
        case "sick": return qsTr("Sick");
        default: return word;
        }
    }

    // ---- the register's terms ------------------------------------------------------------------
    function visitClass(word) {
        switch (word) {
        case "public": return qsTr("Public visitor");
        case "group_purchase": return qsTr("Group purchase");
        case "returning": return qsTr("Old customer");
        case "family": return qsTr("Family of a customer");
        case "asked_for": return qsTr("Asked for somebody");
        case "referred": return qsTr("Referred");
        case "call_in": return qsTr("Called in before");
        case "new": return qsTr("New customer");
        default: return word;
        }
    }
    function recordState(word) {
        switch (word) {
        case "waiting": return qsTr("Waiting to be sent");
        case "received": return qsTr("Received");
        case "disputed": return qsTr("With the manager");
        case "ruled": return qsTr("Ruled");
        case "refused": return qsTr("Refused");
        default: return word;
        }
    }
    function outcomeStatus(word) {
        switch (word) {
        case "final": return qsTr("Settled");
        case "provisional": return qsTr("Provisional");
        case "referred": return qsTr("For the manager");
        default: return word;
        }
    }
    function slot(word) {
        switch (word) {
        case "none": return qsTr("Took no turn");
        case "turn": return qsTr("Took a turn");
        case "makeup": return qsTr("Used a make-up turn");
        default: return word;
        }
    }
    function key(word) {
        switch (word) {
        case "name": return qsTr("full name");
        case "phone": return qsTr("phone");
        case "vehicle": return qsTr("plate and surname");
        default: return word;
        }
    }
    function owner(id, name) {
        if (id === "pool") return qsTr("Everybody");
        if (id === "developer") return qsTr("The developer");
        return name !== "" ? name : qsTr("Not decided");
    }
    function publicBasis(word) {
        switch (word) {
        case "peer": return qsTr("From the trade");
        case "developer_tour": return qsTr("Led by the developer");
        case "marketing_guest": return qsTr("Guest of marketing");
        case "solicitor": return qsTr("Came to sell");
        default: return word;
        }
    }
    function intent(word) {
        switch (word) {
        case "first_home": return qsTr("First home");
        case "bigger_home": return qsTr("Bigger home");
        case "school": return qsTr("School place");
        case "investment": return qsTr("Investment");
        case "looking": return qsTr("Just looking");
        default: return word;
        }
    }
    function source(word) {
        switch (word) {
        case "passing_by": return qsTr("Passing by");
        case "outdoor": return qsTr("Poster");
        case "online": return qsTr("Online");
        case "print": return qsTr("Paper or flyer");
        case "friend": return qsTr("A friend");
        case "old_customer": return qsTr("Old customer");
        case "call": return qsTr("Called first");
        default: return word;
        }
    }
    function factKind(kind) {
        switch (kind) {
        case "visit.started": return qsTr("Reception begun");
        case "visit.registered": return qsTr("Visit registered");
        case "call.registered": return qsTr("Call registered");
        case "referral.registered": return qsTr("Referral registered");
        case "family.declared": return qsTr("Family declared");
        case "public.confirmed": return qsTr("Confirmed as public");
        case "conflict.discovered": return qsTr("Conflict found");
        case "notice.seen": return qsTr("Notice seen");
        case "deal.signed": return qsTr("Deal signed");
        case "deal.transferred": return qsTr("Deal transferred");
        case "follow_up.planned": return qsTr("Follow-up planned");
        case "follow_up.done": return qsTr("Followed up");
        case "conduct.reported": return qsTr("Conduct reported");
        case "ruling.made": return qsTr("Ruling by the manager");
        case "entry.amended": return qsTr("Entry amended");
        case "duty.changed": return qsTr("Duty changed");
        case "roster.set": return qsTr("Turn list set");
        case "staff.joined": return qsTr("Joined the team");
        case "staff.left": return qsTr("Left the team");
        default: return kind;
        }
    }
    /// How sure the time of a record written now would be (the evidence's grade); `bootedAt` is
    /// when the tablet was last started.
    function timeCertainty(grade, bootedAt) {
        switch (grade) {
        case "O": return qsTr("Exact: the office confirms the time at once.");
        case "A": return qsTr("Sure to the second: confirmed by the office before and after.");
        case "B": return qsTr("Sure to some seconds: confirmed by the office on one side.");
        case "C": return qsTr("Uncertain since the restart at %1: connect once, then the times of "
                              + "what is written afterwards are certain.").arg(time(bootedAt));
        default: return qsTr("In doubt: the clocks contradict each other. Tell the manager.");
        }
    }

    // ---- times, in the manner of the language --------------------------------------------------
    function time(when) { return format(when, qsTr("HH:mm", "time of day")); }
    function day(when) { return format(when, qsTr("d MMMM", "day and month")); }
    function dayAndTime(when) { return format(when, qsTr("d MMM, HH:mm", "day, month and time")); }
    function timeToTheSecond(when) {
        return format(when, qsTr("d MMM, HH:mm:ss", "day, month and exact time"));
    }
    function format(when, pattern) {
        const date = new Date(when);
        return isNaN(date.getTime()) ? "" : date.toLocaleString(Qt.locale(Qt.uiLanguage), pattern);
    }
}
