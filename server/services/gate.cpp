#include "server/services/gate.hpp"

#include "server/services/permissions.hpp"
#include "shared/core/limits.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/protocol/messages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <variant>

namespace shoujie::server {

namespace {

using Refusal = std::optional<Error>;

struct Author {
    const StaffId& id;
    facts::Role role;
};

Refusal forbidden(std::string path, std::string message) {
    return Error{ErrorCode::forbidden, std::move(path), std::move(message)};
}

/// Facts that a person may state of themselves only, unless they manage the others.
struct PersonalRules {
    const Author& author;

    Refusal operator()(const facts::StaffJoined& joined) const {
        if (joined.role == facts::Role::admin && author.role != facts::Role::admin)
            return forbidden("data.role", "only an admin makes another admin");
        return {};
    }
    Refusal operator()(const facts::DutyChanged& changed) const {
        if (author.role == facts::Role::salesperson && changed.staff != author.id)
            return forbidden("data.staff", "a salesperson changes their own duty only");
        return {};
    }
    /// Live receptions begin with their visit.started, which carries evidence; a declared start
    /// does not, and is for the import of old registers.
    Refusal operator()(const facts::VisitRegistered& visit) const {
        if (visit.startedAt && !isManager(author.role))
            return forbidden("data.started_at", "only a manager declares when a reception began");
        return {};
    }
    Refusal operator()(const facts::ConflictDiscovered& conflict) const {
        if (conflict.claimant && *conflict.claimant != author.id)
            return forbidden("data.claimant", "a claim is raised by the claimant");
        return {};
    }
    Refusal operator()(const facts::NoticeSeen& notice) const {
        if (notice.staff != author.id)
            return forbidden("data.staff", "only the one who saw a notice can say so");
        return {};
    }
    template <class Other>
    Refusal operator()(const Other&) const {
        return {};
    }
};

/// What is said to have happened already cannot lie after the fact that says so.
Refusal futureTime(const facts::FactData& data, Instant latest) {
    const auto check = [latest](const std::optional<Instant>& at, const char* path) -> Refusal {
        if (at && *at > latest)
            return Error{ErrorCode::outOfRange, path, "lies after the fact that declares it"};
        return {};
    };
    if (const auto* visit = std::get_if<facts::VisitRegistered>(&data))
        return check(visit->startedAt, "data.started_at");
    if (const auto* deal = std::get_if<facts::DealSigned>(&data)) {
        if (auto late = check(deal->depositPaidAt, "data.deposit_paid_at")) return late;
        return check(deal->agreementSignedAt, "data.agreement_signed_at");
    }
    return {};
}

Refusal refusalOfData(const Author& author, const facts::FactData& data, Instant latest) {
    if (!mayWrite(author.role, facts::kindOf(data)))
        return forbidden("kind", "the author's role may not write this kind");
    if (auto personal = std::visit(PersonalRules{author}, data)) return personal;
    return futureTime(data, latest);
}

/// Members that decide a case; only managers amend them (`facts.md`).
constexpr std::array<std::string_view, 12> kDecisiveMembers{
    "aware",  "original",    "asked_for",       "receiver",
    "closer", "started_at",  "deposit_paid_at", "agreement_signed_at",
    "due_at", "callback_at", "move_in",         "promised_by"};

Refusal refusalOfAmendment(Reads& reads, const SiteId& site, const Author& author,
                           const facts::EntryAmended& amendment, Instant latest) {
    const auto target = reads.fact(site, amendment.target);
    if (!target) return Error{ErrorCode::notFound, "data.target", "is no fact of this register"};
    if (!isManager(author.role)) {
        if (target->wire.by != author.id)
            return forbidden("data.target", "only a manager amends what somebody else wrote");
        const auto set = nlohmann::json::parse(amendment.set, nullptr, false);
        for (const auto& member : kDecisiveMembers) {
            if (set.contains(member))
                return forbidden("data.set." + std::string(member), "only a manager amends this");
        }
    }
    const auto before = evidence::decodeFact(target->wire);
    if (!before) return before.error();
    const auto after = facts::amendedData(before->data, amendment);
    if (!after) {
        return Error{after.error().code, "data." + after.error().path, after.error().message};
    }
    if (facts::createdSubject(*after) != facts::createdSubject(before->data))
        return Error{ErrorCode::conflict, "data.set", "an entry keeps its own id"};
    auto error = refusalOfData(author, *after, latest);
    if (error && error->path.starts_with("data.")) error->path.insert(5, "set.");
    return error;
}

/// The member that names what a fact creates: "data.visit" of a visit.registered.
std::string subjectPath(std::string_view kind) {
    return "data." + std::string(kind.substr(0, kind.find('.')));
}

Refusal refusalOfAuthor(const std::optional<StaffRow>& staff, const evidence::Stamp& stamp) {
    if (!staff) return forbidden("by", "is nobody of this site's staff");
    // What was written before leaving counts, also where it arrives afterwards.
    if (staff->leftAt && stamp.at.earliest > *staff->leftAt)
        return forbidden("by", "had left when this was written");
    return {};
}

bool isTooLong(const evidence::WireFact& wire) {
    // All members but `data` are short texts and numbers: most facts need no closer look.
    constexpr std::size_t kOtherMembers = 8 * 1024;
    return wire.data.size() + kOtherMembers > limits::kMaxFactBytes &&
           protocol::encode(wire).size() > limits::kMaxFactBytes;
}

} // namespace

std::optional<Error> refusal(Reads& reads, const SiteId& site, const Submission& submission) {
    const auto& wire = submission.wire;
    if (wire.site != site) return forbidden("site", "is not the site of this device");
    if (isTooLong(wire)) return Error{ErrorCode::tooLong, "", "the fact is larger than 64 KiB"};
    if (!submission.decoded && !(submission.newer && facts::mayBeNewer(submission.decoded.error())))
        return submission.decoded.error();
    if (reads.hasFact(site, wire.id))
        return Error{ErrorCode::conflict, "id", "another fact has this id"};
    if (!submission.decoded) // what it may say is asked when this server knows it
        return refusalOfAuthor(reads.staff(site, wire.by), submission.stamp);
    return refusalOfContent(reads, wire, submission.decoded->data, submission.stamp);
}

std::optional<Error> refusalOfContent(Reads& reads, const evidence::WireFact& wire,
                                      const facts::FactData& data, const evidence::Stamp& stamp) {
    const auto staff = reads.staff(wire.site, wire.by);
    if (auto error = refusalOfAuthor(staff, stamp)) return error;
    const Author author{wire.by, staff->role};
    if (auto error = refusalOfData(author, data, stamp.at.latest)) return error;
    // Canonical JSON has such a text only where a member has that name.
    if (wire.data.find("\"erased\":") != std::string::npos)
        return Error{ErrorCode::notAllowed, "data",
                     "has tokens of erased data, which only the office makes"};

    if (const auto* amendment = std::get_if<facts::EntryAmended>(&data))
        return refusalOfAmendment(reads, wire.site, author, *amendment, stamp.at.latest);
    const SubjectId subject{std::string(facts::createdSubject(data))};
    if (!subject.empty() && reads.hasSubject(wire.site, subject))
        return Error{ErrorCode::conflict, subjectPath(wire.kind),
                     "another fact has claimed this id"};
    return {};
}

} // namespace shoujie::server
