#pragma once

#include "shared/rules/explanation/message.hpp"

namespace shoujie::rules::explanation {

/// English, and the list of keys. {placeholders} are filled by name.
inline constexpr auto kEnglish = std::to_array<Message>({
    // ---- titles and small words
    {"title.visit", "Visit {id}"},
    {"title.deal", "Deal {id}"},
    {"title.rotation", "Turns as of {when}"},
    {"section.decision", "Decision"},
    {"section.timeline", "What happened"},
    {"section.matching", "How the customer was recognised"},
    {"section.days", "Days counted"},
    {"section.articles", "Articles applied"},
    {"section.otherwise", "If things had been different"},
    {"list.comma", ", "},
    {"list.clause", ", "},
    {"list.and", " and "},
    {"sentence.gap", " "},
    {"line.when", "{when}: {what}"},
    {"unit.day", "{n} day"},
    {"unit.days", "{n} days"},
    {"time.day", "{month} {day}, {year}"},
    {"time.exact", "{day}, {clock}"},
    {"time.within", "{day}, between {from} and {to}"},
    {"time.between", "between {from} and {to}"},
    {"word.yes", "yes"},
    {"word.no", "no"},
    {"word.nothing", "nothing"},
    {"word.unnamed", "a customer who left no name"},
    {"word.original", "the original salesperson"},
    {"word.system", "the system"},
    {"person.with", "{name} ({details})"},
    {"owner.pool", "everybody (a public customer)"},
    {"owner.developer", "the developer"},
    {"owner.none", "It is not decided yet who is the owner."},
    {"subject.visit", "this visit"},
    {"subject.deal", "this deal"},
    {"subject.visitOf", "the visit of {when}"},
    {"subject.dealOf", "the deal of {when}"},
    {"subject.callOf", "the call of {when}"},
    {"subject.referralOf", "the referral of {when}"},
    {"subject.other", "another case"},
    {"entry.visit", "the entry of {staff} of {when}"},
    {"entry.call", "the call that {staff} registered on {when}"},
    {"entry.referral", "the referral that {staff} registered on {when}"},
    {"entry.deal", "the deal of {staff} of {when}"},
    {"entry.other", "the record of {staff} of {when}"},

    // ---- what happened
    {"did.visit", "{staff} received {customers} and wrote down the visit."},
    {"did.thisVisit", "{staff} received {customers} and wrote down this visit."},
    {"did.started", "{staff} began the reception."},
    {"did.beganAt", "The reception had begun on {when}."},
    {"did.writtenBy", "Written down by {staff}."},
    {"did.askedFor", "The customer asked for {staff}."},
    {"did.accompanied", "Came together with {customer}."},
    {"did.introduced", "Sent by {customer}, as they said."},
    {"did.relative", "Family: {customer} ({relation})."},
    {"did.public", "Public visitor: {basis}."},
    {"did.card", "A business card was handed over."},
    {"did.group", "Group purchase through the developer or the marketing department."},
    {"did.aware", "{staff} knew that the customer is a colleague's."},
    {"did.consented", "{staff} agreed that a colleague goes on."},
    {"did.absent", "{staff} was not there."},
    {"did.unreachable", "{staff} could not be reached."},
    {"did.handed_back", "The customer was handed back to {staff}."},
    {"did.present", "{staff} was there and had not agreed."},
    {"did.call", "{staff} answered a call from {customer}."},
    {"did.callerAsked", "The caller asked for {staff}."},
    {"did.referral", "{staff} registered that {introducer} recommends the site to {prospect}."},
    {"did.family", "{staff} recorded {customers} as one family ({relation})."},
    {"did.confirmed", "{staff} confirmed the visitor as public: {basis}."},
    {"did.found", "{staff} found that {subject} conflicts with another entry."},
    {"did.claimed", "{staff} claimed the customer of {subject}."},
    {"did.systemFound", "The system found that {subject} conflicts with another entry."},
    {"did.seen", "{staff} was shown the conflict over {subject}."},
    {"did.deposit", "{customers} paid the deposit for unit {unit}. {staff} closed the deal."},
    {"did.signed", "{customers} signed the subscription agreement for unit {unit}. {staff} closed "
                   "the deal."},
    {"did.both", "{customers} paid the deposit and signed the subscription agreement for unit "
                 "{unit}. {staff} closed the deal."},
    {"did.deal", "{staff} wrote down a deal over unit {unit} with {customers}."},
    {"did.price", "Price {price}."},
    {"did.discounted", "Price {price}, list price {list}."},
    {"did.transferred", "The deal was transferred to {customer}."},
    {"did.reached", "{staff} reached the customer in a follow-up."},
    {"did.requested", "{staff} made a request to the manager: {topic}. Reason: {reason}"},
    {"did.approved", "{staff} approved the request."},
    {"did.refused", "{staff} refused the request."},
    {"did.reported", "{by} reported {staff}: {what}"},
    {"did.ruled", "{staff} ruled on {subject}: {what}. Reason: {reason}"},
    {"did.amended", "{staff} corrected {entry}. {changes} Reason: {reason}"},
    {"did.change", "{member}: was {old}, now {new}."},
    {"did.left", "{staff} left the company."},
    {"did.duty", "{staff}: {duty}."},
    {"ruling.owner", "owner {owner}"},
    {"ruling.cancel", "commission cancelled"},
    {"ruling.fine", "fine {amount}"},
    {"ruling.nothing", "nothing set"},

    // ---- words of the vocabulary
    {"basis.peer", "from the trade"},
    {"basis.developer_tour", "shown round by the developer"},
    {"basis.marketing_guest", "guest of the marketing department"},
    {"basis.solicitor", "came to sell something"},
    {"relation.grandparent", "grandparent"},
    {"relation.parent", "parent"},
    {"relation.child", "child"},
    {"relation.sibling", "brother or sister"},
    {"relation.spouse", "husband or wife"},
    {"relation.grandchild", "grandchild"},
    {"duty.on", "on duty"},
    {"duty.off", "day off"},
    {"duty.leave", "on leave"},
    {"duty.sick", "sick"},
    {"duty.assigned", "on other work"},
    {"topic.discount", "discount"},
    {"topic.resale_listing", "resale listing"},
    {"topic.transfer", "transfer"},
    {"topic.other", "something else"},
    {"state.consented", "agreed"},
    {"state.absent", "not there"},
    {"state.unreachable", "could not be reached"},
    {"state.handed_back", "customer handed back"},
    {"state.present", "there, had not agreed"},
    {"class.public", "public visitor"},
    {"class.group_purchase", "group purchase"},
    {"class.returning", "old customer"},
    {"class.family", "family of a customer"},
    {"class.asked_for", "asked for a salesperson"},
    {"class.referred", "brought or announced by a customer"},
    {"class.call_in", "called before"},
    {"class.new", "new customer"},
    {"member.receiver", "received by"},
    {"member.started_at", "begin of the reception"},
    {"member.customers", "customers"},
    {"member.asked_for", "asked for"},
    {"member.accompanied_by", "came with"},
    {"member.introduced_by", "sent by"},
    {"member.relatives", "family"},
    {"member.public", "public visitor"},
    {"member.business_card", "business card handed over"},
    {"member.group_purchase", "group purchase"},
    {"member.aware", "knew it is a colleague's customer"},
    {"member.original", "how the original salesperson stood"},
    {"member.answered_by", "answered by"},
    {"member.customer", "customer"},
    {"member.introducer", "recommended by"},
    {"member.prospect", "recommended to"},
    {"member.closer", "closed by"},
    {"member.subscribers", "buyers"},
    {"member.deposit_paid_at", "deposit paid"},
    {"member.agreement_signed_at", "agreement signed"},
    {"member.unit", "unit"},
    {"member.price", "price"},
    {"member.list_price", "list price"},
    {"member.owner", "owner"},
    {"member.other", "another detail"},

    // ---- how the customer was recognised
    {"match.phone", "{customer}: the same phone number stands in {entry} ({value})."},
    {"match.vehicle", "{customer}: the same plate and surname stand in {entry} ({value})."},
    {"match.name", "{customer}: the same full name stands in {entry} ({value})."},
    {"match.linked", "{customer}: connected with {entry} through other entries that share a phone "
                     "number or a plate with both."},
    {"match.through", "{customer}: connected with {entry} through {link}, which shares a phone "
                      "number or a plate with both."},
    {"match.family", "{customer}: family of {relative} ({relation}), as {entry} says."},
    {"match.party", "{customer}: came to {entry} as one party with {relative}."},
    {"match.weak", "Only the name agrees and the phone numbers differ. That is a weak sign."},
    {"match.none", "No earlier entry has the same name, phone number, or plate with surname."},

    // ---- days counted
    {"days.inside", "{what}, {from} to {to}: {days}. The limit is {limit}, so this is inside. It "
                    "runs out at the end of {last}."},
    {"days.outside", "{what}, {from} to {to}: {days}. The limit is {limit}, so this is outside. It "
                     "ran out at the end of {last}."},
    {"days.uncertain", "{what}: {least} or {most}, as the times are not certain. The limit is "
                       "{limit}. It ran out at the end of {last}."},
    {"days.registration", "Since the original registration"},
    {"days.last_visit", "Since the last visit"},
    {"days.last_contact", "Since the last contact"},
    {"days.family", "Since the relative's registration or last deal"},
    {"days.referral", "From the registration of the visit until the conflict was found"},
    {"days.deal", "From the original registration to the deal"},
    {"days.found", "From the deal until the conflict was found"},
    {"days.call", "Since the call"},
    {"days.openReferral", "The referral can be claimed until the end of {last}."},
    {"days.openDeal", "A conflict that is found by the end of {last} still counts."},

    // ---- the decision on a visit
    {"decision.owner", "The customer belongs to {owner}."},
    {"decision.class", "Kind of visitor: {class}."},
    {"decision.asNew", "Counts as a new customer, because the days had run out."},
    {"decision.asNewLeft",
     "Counts as a new customer, because the original salesperson has left the company."},
    {"slot.none", "{receiver}: no turn used."},
    {"slot.turn", "{receiver}: one turn used."},
    {"slot.makeup", "{receiver}: a make-up turn used that was owed."},
    {"makeup.open", "A make-up turn is owed to {receiver} since {when}. It is not used yet."},
    {"makeup.used", "A make-up turn was owed to {receiver} since {when}. It has been used."},
    {"makeup.lapsed", "A make-up turn was owed to {receiver} since {when}. It is void, because "
                      "{receiver} left or the reason fell away."},
    {"makeup.noSlot", "No make-up turn: no turn was used."},
    {"makeup.own", "No make-up turn: the customer is {receiver}'s own."},
    {"makeup.provisional", "No make-up turn as long as nobody claims the customer."},
    {"makeup.snatched", "No make-up turn: {receiver} went on although {owner} was there."},
    {"makeup.unstated", "No make-up turn: {receiver} knew, and it is not written down how {owner} "
                        "stood."},
    {"makeup.notYet", "No make-up turn yet: nobody has recorded the conflict. Once it is recorded, "
                      "one is owed to {receiver}."},
    {"makeup.group", "No make-up turn: a group purchase is received in turn."},
    {"makeup.referred", "Whether a make-up turn is owed depends on the manager's decision."},
    {"makeup.no", "No make-up turn is owed."},
    {"status.final", "Settled."},
    {"status.provisional", "Provisional: this may still change until the end of {last}."},
    {"status.pending", "Provisional: the deal is not complete."},
    {"status.referred", "Not settled: the sales manager decides."},

    // ---- the decision on a deal
    {"deal.owner", "The deal belongs to {owner}."},
    {"deal.share", "{staff}: {percent} of the commission. Of the price of {price}, {amount} counts "
                   "for this share."},
    {"deal.all", "{staff}: the whole commission. The price is {price}."},
    {"deal.bareShare", "{staff}: {percent} of the commission."},
    {"deal.cancelled", "The commission on this deal is cancelled."},
    {"deal.group_bonus", "Group purchase: no shares. The manager sets a part of the group bonus."},
    {"deal.noDeposit", "Nothing is due yet: the deposit has not been paid."},
    {"deal.noAgreement", "Nothing is due yet: the subscription agreement has not been signed."},
    {"deal.neither", "Nothing is due yet: deposit and signed subscription agreement are missing."},
    {"deal.referred", "The commission waits for the manager's decision."},
    {"deal.formalities", "The remaining formalities are handled by {staff}."},
    {"deal.fineRange", "{staff} is fined between {min} and {max}. The manager sets the amount."},
    {"deal.fineSet", "{staff} is fined {amount}, as the manager set."},

    // ---- rulings, referrals, notes
    {"ruled.by", "{staff} ruled on {when}. Reason: {reason}"},
    {"ruled.rules", "Without the ruling the articles say: {brief}."},
    {"referral.reason", "Why the manager decides: {reason}"},
    {"referral.proposal", "Proposal: {brief}."},
    {"referral.alternative", "Also possible: {brief}."},
    {"referral.mayVisit", "The manager may give the customer to one salesperson, with a reason."},
    {"referral.mayDeal", "The manager may name the owner, set the shares, or cancel the commission "
                         "with a fine between {min} and {max}, with a reason."},
    {"reason.time_order_uncertain", "the times are not certain enough to say who came first, and "
                                    "the result depends on it."},
    {"reason.window_uncertain", "the times are not certain enough to say whether the days had run "
                                "out, and the result depends on it."},
    {"reason.several_candidates", "the entries lead to different salespeople."},
    {"reason.weak_name_match", "only the name agrees, the phone numbers differ."},
    {"reason.owner_left", "the salesperson to whom the customer belonged has left the company."},
    {"reason.no_register_entry", "none of the buyers stands in the register."},
    {"reason.closing_visit_missing", "no reception of the buyers on the day of the deal is written "
                                     "down, or none of them has an owner."},
    {"reason.closed_after_hand_back", "the customer had been handed back, and was closed by "
                                      "another salesperson all the same."},
    {"reason.original_state_missing", "it is not written down how the original salesperson stood."},
    {"reason.prompted_naming", "it is reported that the customer was told whom to ask for."},
    {"alert.line", "Note: {text}"},
    {"alert.weak_name_match", "only the name agrees, the phone numbers differ."},
    {"alert.incomplete_registration",
     "the entry is incomplete and counts for little in a dispute."},
    {"alert.out_of_turn", "received out of turn. It was the turn of {due}."},
    {"alert.customer_snatching",
     "another salesperson's customer was kept although that salesperson "
     "was there. This counts as snatching."},
    {"alert.unapproved_discount", "the price is below the list price, and no request for it was "
                                  "approved."},
    {"alert.original_state_missing", "it should be written down whether the original salesperson "
                                     "agreed, was away, or was there."},
    {"alert.amended_after_dispute", "the entry was corrected after the other entry had been made. "
                                    "The correction changes nothing between the two."},
    {"alert.late_claim", "a claim was made after the ruling. It undoes nothing."},

    // ---- a result in a few words
    {"brief.owner", "{owner}'s customer"},
    {"brief.pool", "everybody's customer"},
    {"brief.developer", "the developer's customer"},
    {"brief.manager", "the sales manager decides"},
    {"brief.noSlot", "no turn used"},
    {"brief.slot", "one turn used"},
    {"brief.madeUp", "one turn used, a make-up turn owed"},
    {"brief.snatching", "snatching"},
    {"brief.share", "{staff} {percent}"},
    {"brief.whole", "all to {staff}"},
    {"brief.cancelled", "commission cancelled, {staff} fined"},
    {"brief.pending", "nothing due yet"},
    {"brief.group_bonus", "a part of the group bonus, set by the manager"},

    // ---- what would have been otherwise
    {"if.line", "{condition}: {result}."},
    {"if.notFound", "If nobody had found the conflict"},
    {"if.foundNow", "If the conflict is recorded now"},
    {"if.foundOn", "If the conflict had been found on {day}, after {days}"},
    {"if.knewAbsent", "If {receiver} had known, and {owner} had not been there"},
    {"if.knewPresent", "If {receiver} had known, and had gone on although {owner} was there"},
    {"if.knewNot", "If {receiver} had not known"},
    {"if.consented", "If {owner} had agreed"},
    {"if.absent", "If {owner} had not been there"},
    {"if.present", "If {owner} had been there and had not agreed"},
    {"if.handedBack", "If the customer had been handed back to {owner}"},
    {"if.asked", "If the customer had asked for {owner}, who was not there"},
    {"if.askedNobody", "If the customer had asked for nobody"},
    {"if.visitOn", "If the visit had been on {day}, after {days}"},
    {"if.dealOn", "If the deal had been on {day}, after {days}"},
    {"if.noEntry", "If {entry} did not exist"},
    {"if.cameAlone", "If the customer had come alone"},
    {"if.notPublic", "If the visitor had not been public"},
    {"if.notGroup", "If it were no group purchase"},
    {"if.noRuling", "Without the ruling on {subject}"},
    {"if.noAmendment", "Without the correction of {when}"},
    {"if.notLeft", "If {owner} had not left the company"},
    {"if.notPrompted", "If nobody had reported that the customer was told whom to ask for"},
    {"if.first", "If this reception was the first"},
    {"if.last", "If this reception came after the other"},
    {"if.before", "If {first} came before {second}"},
    {"if.at", "If it was on {when}"},
    {"if.ownerClosed", "If {owner} had closed the deal"},
    {"if.completed", "If what is missing is done on {day}"},

    // ---- turns
    {"rotation.next", "Next: {staff}."},
    {"rotation.nobody", "Next: nobody is free."},
    {"rotation.order", "Turn list: {staff}."},
    {"rotation.empty", "Turn list: nobody is on it."},
    {"rotation.makeups", "Make-up turns owed: {staff}."},
    {"rotation.none", "No make-up turns are owed."},

    // ---- the articles
    {"article.line", "Art. {number}: {text}"},
    {"article.1", "Receptions go round by the turn list. Nobody picks customers or grabs them."},
    {"article.2.1",
     "Receiving an own old customer costs no turn. For an own caller the turn is made "
     "up for."},
    {"article.2.2", "If the customer proves to be a colleague's, the turn spent is made up for, as "
                    "soon as this is known."},
    {"article.2.3", "Receiving for a colleague costs no turn."},
    {"article.2.4", "Who misses a turn because of other work that was assigned keeps the place."},
    {"article.3", "Days off, leave and sick days are not made up for."},
    {"article.4", "Every customer is written down. Full name, phone number, or plate with surname: "
                  "one of them is enough to show who it is."},
    {"article.5",
     "Everybody answers calls and writes them down. A call belongs to the one whom the "
     "caller asked for, else to the one who answered."},
    {"article.6", "Says who is new, who is an old customer, who counts as family, and who is a "
                  "public visitor."},
    {"article.7",
     "A public visitor belongs to everybody and costs nobody a turn. Found to be public "
     "only later, the turn is made up for. Who comes back to buy is new."},
    {"article.8",
     "Old customers may bring or send new ones. The next articles say whose they are."},
    {"article.9.1",
     "A new customer whom an old customer brings belongs to the old customer's "
     "salesperson. Others only help. Closing then and there: {helper} for the helper, "
     "{rest} for the owner, who also does the formalities."},
    {"article.9.2", "A new customer who asks for a salesperson belongs to that one. Others only "
                    "help. Closing then and there: {helper} for the helper, {rest} for the owner, "
                    "who also does the formalities."},
    {"article.9.3",
     "It is enough to name a salesperson at any moment of the first visit. Who names "
     "nobody is received in turn."},
    {"article.10",
     "A customer announced by a referral entry is received in turn. If the conflict is "
     "found within {claim}, the customer goes to the one who made that entry."},
    {"article.11", "While a reception runs, colleagues do not ask the customer whose they are."},
    {"article.12", "Says what a call counts for when the caller comes in."},
    {"article.12.1",
     "A caller who comes in and asks for nobody is received in turn. The call gives "
     "no right then."},
    {"article.12.2", "A caller who asks for a salesperson who is there is received by that one, "
                     "without a turn."},
    {"article.12.3",
     "A caller who asks for a salesperson who is away is received for that one. "
     "Closing then and there: {helper} for the helper, {rest} for the one asked for, "
     "who also does the formalities."},
    {"article.13", "Who learns that the customer is a colleague's hands over, asks for consent, or "
                   "helps while the colleague is away. Closing as a helper: {helper} to {rest}. "
                   "Going on without consent is snatching: no commission, and a fine of {min} to "
                   "{max}."},
    {"article.14",
     "A family or party counts as one customer and belongs to whoever received one of "
     "them first. More than {family} after the original entry or the deal they count "
     "as new."},
    {"article.15", "If the receiver really did not know, a customer who comes back more than "
                   "{returning} after the original entry counts as new. Up to then the customer "
                   "stays with the original salesperson."},
    {"article.16",
     "Who closed without knowing shares {unaware} to {others} if the conflict is found "
     "within {discovery} after the deal, and keeps all if it is found later. More than "
     "{dealNew} after the original entry the original salesperson has no part."},
    {"article.17", "A deal is done when the deposit is paid and the subscription agreement is "
                   "signed. The buyer is who signed, also after a later transfer."},
    {"article.18", "Group purchases are received in turn and do not belong to the receiver alone. "
                   "The bonus takes account of the reception."},
    {"article.19", "Discounts, resale listings and transfers are for the manager to allow, on "
                   "request."},
    {"article.20", "What is in doubt goes to the sales manager, who rules on it."},
    {"article.21",
     "The register is the first evidence for the commission. Nothing in it is deleted "
     "or changed; corrections stand beside it."},
});

} // namespace shoujie::rules::explanation
