pragma Singleton

import QtQml

/// The articles as a salesperson would explain them to a colleague, by the number that is cited.
QtObject {
    function text(article) {
        switch (article) {
        case "1": return qsTr("Receptions go round by the turn list; nobody picks or grabs.");
        case "2": return qsTr("A turn missed for a good reason is made up for first.");
        case "2.1": return qsTr("Receiving your own old or call-in customer costs no turn.");
        case "2.2": return qsTr("It proved to be a colleague's customer, so the turn is made up "
                                + "for.");
        case "2.3": return qsTr("Helping a colleague out costs no turn.");
        case "2.4": return qsTr("Other work was assigned, so the place in the queue is kept.");
        case "3": return qsTr("Days off, leave and sick days are not made up for.");
        case "4": return qsTr("Full name, phone, or plate with surname: any one shows who it is.");
        case "5": return qsTr("A call belongs to whom the caller asked for, else to who answered.");
        case "6": return qsTr("New, old, family or public: what kind of visitor this is.");
        case "7": return qsTr("A public visitor is everybody's and takes nobody's turn.");
        case "9": return qsTr("What holds when an old customer brings somebody new.");
        case "9.1": return qsTr("Brought by an old customer: belongs to that customer's "
                                + "salesperson.");
        case "9.2": return qsTr("Asked for a salesperson by name: belongs to the one asked for.");
        case "9.3": return qsTr("Naming somebody at any moment of the first visit settles it; "
                                + "naming nobody means the turn list decides.");
        case "10": return qsTr("Registered beforehand by a referral; it can be claimed for 7 "
                               + "days.");
        case "11": return qsTr("While a reception runs, nobody else asks the customer whose "
                               + "they are.");
        case "12": return qsTr("What holds when somebody who called comes in.");
        case "12.1": return qsTr("Called before but asked for nobody: the call yields to the "
                                 + "reception.");
        case "12.2": return qsTr("Called before and asked for the one who is here: theirs, "
                                 + "without a turn.");
        case "12.3": return qsTr("Called before and asked for somebody absent: received for them.");
        case "13": return qsTr("Known to be a colleague's: hand back, get consent, or help while "
                               + "they are away.");
        case "14": return qsTr("One family counts as one customer, by who was received first, "
                               + "for 30 days.");
        case "15": return qsTr("Received without knowing: up to 60 days it stays whose it was, "
                               + "after that it counts as new.");
        case "16": return qsTr("Closed without knowing: shared if found out within 3 days.");
        case "17": return qsTr("A deal is deposit and signed agreement; the signer is the buyer.");
        case "18": return qsTr("A group purchase is received in turn; the manager sets the bonus.");
        case "19": return qsTr("Discounts and transfers are for the manager to allow.");
        case "20": return qsTr("What the rules leave open, the sales manager decides.");
        case "21": return qsTr("The register is the first evidence; nothing in it is ever "
                               + "changed.");
        default: return qsTr("See the article in the rules.");
        }
    }
}
