#include "tests/properties/outcome_text.hpp"

#include <algorithm>

namespace shoujie::properties {

using namespace shoujie::rules;

namespace {

/// Builds lines of words; numbers and times as they are.
class Text {
public:
    explicit Text(std::string& out) : m_out(out) {}
    Text& word(std::string_view text) {
        m_out += text;
        m_out += ' ';
        return *this;
    }
    Text& number(std::int64_t value) { return word(std::to_string(value)); }
    template <class Enum>
    Text& code(const char* name, Enum value) {
        m_out += name;
        return number(static_cast<std::int64_t>(value));
    }
    Text& time(Instant at) { return number(at.time_since_epoch().count()); }
    template <class Tag>
    Text& id(const std::optional<Id<Tag>>& id) {
        return word(id ? std::string_view(id->value) : "-");
    }
    template <class List>
    Text& list(const List& list) {
        m_out += '[';
        for (const auto& item : list)
            if constexpr (requires { item.value; })
                word(item.value);
            else
                word(item);
        m_out += "] ";
        return *this;
    }
    void end() { m_out += '\n'; }

private:
    std::string& m_out;
};

/// Without the rotation's part: how a slot was taken, and the make-up of a ruled visit, which
/// stands where it was used before the ruling.
void write(Text& text, const VisitDecision& decision, bool withRotation, bool ruled = false) {
    text.id(decision.owner);
    if (withRotation)
        text.code("slot", decision.slot);
    else
        text.code("consumes", decision.slot != Slot::none);
    if (withRotation || !ruled) text.code("makeup", decision.makeup);
}

void write(Text& text, const DealDecision& decision) {
    text.id(decision.owner).code("commission", decision.commission);
    for (const auto& share : decision.shares)
        text.word(share.staff.value).number(share.bp);
    if (!decision.fine) return;
    text.word("fine").word(decision.fine->staff.value);
    text.number(decision.fine->min).number(decision.fine->max);
    text.number(decision.fine->set.value_or(-1));
}

void write(Text& text, const std::vector<Because>& because) {
    for (const auto& reason : because) {
        text.word("{").word(reason.article).list(reason.facts).word(reason.key);
        if (reason.window)
            text.time(reason.window->from)
                .time(reason.window->to)
                .number(reason.window->days)
                .number(reason.window->limit);
        text.word("}");
    }
}

void write(Text& text, const VisitOutcome& visit, bool withRotation) {
    text.code("class", visit.visitClass).code("new", visit.treatedAsNew);
    write(text, visit.decision, withRotation, visit.ruled);
    text.code("status", visit.status).code("ruled", visit.ruled).list(visit.articles);
    write(text, visit.because);
    if (!visit.ruleSays) return;
    text.word("rule_says");
    write(text, *visit.ruleSays, withRotation);
}

void write(Text& text, const DealOutcome& deal) {
    write(text, deal.decision);
    text.word("formalities").id(deal.formalities).code("status", deal.status);
    text.code("ruled", deal.ruled).list(deal.articles);
    write(text, deal.because);
    if (!deal.ruleSays) return;
    text.word("rule_says");
    write(text, *deal.ruleSays);
}

void write(Text& text, const Referral& referral, bool withRotation) {
    text.word("referred").word(referral.reason).list(referral.articles);
    if (referral.visitProposal) write(text, *referral.visitProposal, withRotation);
    if (referral.dealProposal) write(text, *referral.dealProposal);
    text.word("or");
    for (const auto& decision : referral.visitAlternatives)
        write(text, decision, withRotation);
    for (const auto& decision : referral.dealAlternatives)
        write(text, decision);
}

void write(Text& text, const Rotation& rotation) {
    text.word("queue").list(rotation.order).end();
    text.word("makeups").list(rotation.makeups).end();
    text.word("next").id(rotation.next).end();
    for (const auto& turn : rotation.ledger) {
        text.word("turn").word(turn.staff.value).word(turn.earnedBy.value);
        text.time(turn.grantedAt).id(turn.usedBy).end();
    }
}

template <class... Said>
std::string written(const Said&... said) {
    std::string out;
    Text text(out);
    write(text, said...);
    return out;
}

} // namespace

std::string textOf(const VisitOutcome& visit) {
    return written(visit, true);
}
std::string textOf(const DealOutcome& deal) {
    return written(deal);
}
std::string textOf(const Referral& referral) {
    return written(referral, true);
}
std::string textOf(const Rotation& rotation) {
    return written(rotation);
}

std::string textOf(const Outcome& outcome) {
    std::string out;
    out.reserve(4096);
    Text text(out);
    for (const auto& [id, visit] : outcome.visits) {
        text.word("visit").word(id.value);
        write(text, visit, true);
        text.end();
    }
    for (const auto& [id, deal] : outcome.deals) {
        text.word("deal").word(id.value);
        write(text, deal);
        text.end();
    }
    for (const auto& referral : outcome.referrals) {
        text.word(referral.subject.value);
        write(text, referral, true);
        text.end();
    }
    for (const auto& alert : outcome.alerts)
        text.word(alert.subject.value)
            .word("alert")
            .word(alert.kind)
            .list(alert.articles)
            .list(alert.due)
            .end();
    write(text, outcome.rotation);
    return out;
}

std::map<std::string, std::string> textBySubject(const Outcome& outcome) {
    std::map<std::string, std::string> texts;
    for (const auto& [id, visit] : outcome.visits) {
        Text text(texts[id.value]);
        write(text, visit, false);
    }
    for (const auto& [id, deal] : outcome.deals) {
        Text text(texts[id.value]);
        write(text, deal);
    }
    for (const auto& referral : outcome.referrals) {
        Text text(texts[referral.subject.value]);
        write(text, referral, false);
    }
    for (const auto& alert : outcome.alerts)
        if (alert.kind != "out_of_turn")
            Text(texts[alert.subject.value]).word("alert").word(alert.kind).list(alert.articles);
    return texts;
}

std::string textOf(std::vector<std::string> lines) {
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const auto& line : lines)
        out += line + "\n";
    return out;
}

std::string firstDifference(const std::string& expected, const std::string& actual) {
    std::size_t line = 0;
    const auto shortest = std::min(expected.size(), actual.size());
    for (std::size_t i = 0; i < shortest && expected[i] == actual[i]; ++i)
        if (expected[i] == '\n') line = i + 1;
    const auto lineOf = [&](const std::string& text) {
        return text.substr(line, text.find('\n', line) - line);
    };
    return "\"" + lineOf(expected) + "\" became \"" + lineOf(actual) + "\"";
}

VisitEssence essenceOf(const VisitOutcome& visit) {
    return {visit.decision.owner, visit.decision.slot != Slot::none, visit.decision.makeup};
}

std::string textOf(const VisitEssence& essence) {
    return "owner " + (essence.owner ? essence.owner->value : "nobody") +
           (essence.consumes ? ", a slot" : ", no slot") + (essence.makeup ? ", a make-up" : "");
}

std::string textOf(const DealDecision& decision) {
    return "owner " + written(decision);
}

} // namespace shoujie::properties
