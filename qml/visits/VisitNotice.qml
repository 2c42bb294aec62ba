import QtQuick
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// The register's answer, in words, and how to go on where a colleague has a right.
MatchNotice {
    id: notice

    required property ReceptionForm form

    readonly property string reason: form.colleagueReason
    readonly property bool asking: reason !== ""
    readonly property string days: qsTr("%1 of %2 days").arg(form.matchDays).arg(form.matchLimit)
    /// "Known since 3 March by phone, 12 of 60 days."
    readonly property string known: {
        const since = Words.day(form.matchSince);
        if (since === "") return form.matchLimit > 0 ? qsTr("%1.").arg(days) : "";
        const words = qsTr("Known since %1 by %2").arg(since).arg(Words.key(form.matchKey));
        return form.matchLimit > 0 ? qsTr("%1, %2.").arg(words).arg(days) : qsTr("%1.").arg(words);
    }

    //: Two sentences, one after the other
    function both(first, second) { return qsTr("%1 %2").arg(first).arg(second); }

    tone: {
        if (asking) return AppBadge.Warning;
        switch (form.verdict) {
        case "own": return AppBadge.Success;
        case "called_in":
        case "referred":
        case "colleagues_lapsed": return AppBadge.Accent;
        case "several": return AppBadge.Warning;
        default: return AppBadge.Neutral;
        }
    }
    iconName: {
        if (asking) return "alert";
        switch (form.verdict) {
        case "own": return "check";
        case "called_in": return "phone";
        case "several": return "scale";
        case "colleagues_lapsed": return "clock";
        default: return "info";
        }
    }
    title: {
        if (form.publicBasis !== "") return qsTr("Public visitor");
        if (reason === "match") return qsTr("%1's customer").arg(form.colleague);
        if (reason === "asked_for") return qsTr("Asks for %1").arg(form.colleague);
        if (reason === "companion") return qsTr("Brought by a customer of %1").arg(form.colleague);
        switch (form.verdict) {
        case "own": return qsTr("Your own customer");
        case "colleagues_lapsed": return qsTr("Was %1's customer").arg(form.matchOwner);
        case "called_in": return form.matchOwner !== ""
                                 ? qsTr("Called before: %1's call").arg(form.matchOwner)
                                 : qsTr("Called before");
        case "referred": return form.matchOwner !== ""
                                ? qsTr("Announced by %1").arg(form.matchOwner)
                                : qsTr("Announced by a referral");
        case "several": return qsTr("Entries of different colleagues match");
        case "unknown": return qsTr("Not in the register");
        default: return qsTr("Who is it?");
        }
    }
    message: {
        if (form.publicBasis !== "") return qsTr("Belongs to everybody and takes no turn.");
        if (reason === "match") return both(known, qsTr("How does %1 stand?").arg(form.colleague));
        if (asking) return qsTr("Belongs to %1. How does %1 stand?").arg(form.colleague);
        switch (form.verdict) {
        case "own": return both(known, qsTr("Takes no turn."));
        case "colleagues_lapsed": return both(known, qsTr("The days are over: a new customer, "
                                                          + "in turn."));
        case "called_in": return both(known, qsTr("Whoever asks for nobody is received in turn."));
        case "referred": return both(known, qsTr("It can still be claimed; register as usual."));
        case "several": return qsTr("Save the entry; the sales manager decides whose it is.");
        case "unknown": return qsTr("A new customer, received in turn.");
        default: return qsTr("The register answers as soon as a name, phone or plate is typed.");
        }
    }
    choices: asking ? [
        { value: "handed_back", text: qsTr("Hand back now"),
          hint: qsTr("%1 goes on with the customer").arg(form.colleague) },
        { value: "consented", text: qsTr("I go on, with consent"),
          hint: qsTr("%1 agreed; a deal now: 20 to 80").arg(form.colleague) },
        { value: "absent", text: qsTr("Not here: I help"),
          hint: qsTr("Given back later; a deal now: 20 to 80") },
        { value: "unreachable", text: qsTr("Cannot be reached: I help"),
          hint: qsTr("Given back later; a deal now: 20 to 80") }
    ] : []
    current: form.original
    onChosen: value => form.original = form.original === value ? "" : value
}
