#pragma once

#include "shared/core/limits.hpp"
#include "shared/facts/fact.hpp"

#include <optional>
#include <type_traits>

/// The members of every kind, said once for reading and writing: an `Io` is FieldReader or
/// FieldWriter (fact_json.cpp), or QuickFields (quick_fact.cpp). A member of type std::optional is
/// optional; lists say their range.
namespace shoujie::facts::fields {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsBoxed : std::false_type {};
template <class T>
struct IsBoxed<Boxed<T>> : std::true_type {};

inline constexpr std::size_t kShort = limits::kMaxShortText;
inline constexpr std::size_t kLong = limits::kMaxLongText;

// clang-format off
template <class Io> void describe(Io& io, Vehicle& v) {
    io.text("brand", v.brand, kShort);
    io.text("plate", v.plate, kShort);
}
template <class Io> void describe(Io& io, Customer& v) {
    io.text("name", v.name, kShort);
    io.text("surname", v.surname, kShort);
    io.text("title", v.title, kShort);
    io.texts("phones", v.phones, kShort, 0, limits::kMaxPhones);
    io.objects("vehicles", v.vehicles, 0, limits::kMaxVehicles);
    io.text("employer", v.employer, kShort);
    io.text("address", v.address, kShort);
    io.text("intent", v.intent, kShort);
    io.text("source", v.source, kShort);
    io.text("note", v.note, kLong);
    io.texts("erased", v.erased, kShort, 0, limits::kMaxPhones + limits::kMaxVehicles + 1);
}
template <class Io> void describe(Io& io, StaffJoined& v) {
    io.id("staff", v.staff);
    io.text("name", v.name, kShort);
    io.word("role", v.role);
}
template <class Io> void describe(Io& io, StaffLeft& v) { io.id("staff", v.staff); }
template <class Io> void describe(Io& io, RosterSet& v) {
    io.ids("order", v.order, 0, limits::kMaxListItems);
    io.distinct("order", v.order);
}
template <class Io> void describe(Io& io, DutyChanged& v) {
    io.id("staff", v.staff);
    io.word("duty", v.duty);
}
template <class Io> void describe(Io& io, VisitStarted& v) {
    io.id("visit", v.visit);
    io.id("receiver", v.receiver);
}
template <class Io> void describe(Io& io, Needs& v) {
    io.text("information", v.information, kLong);
    io.text("environment", v.environment, kLong);
    io.text("emotion", v.emotion, kLong);
}
template <class Io> void describe(Io& io, RelativeMention& v) {
    io.word("relation", v.relation);
    io.object("customer", v.customer);
}
template <class Io> void describe(Io& io, VisitRegistered& v) {
    io.id("visit", v.visit);
    io.id("receiver", v.receiver);
    io.time("started_at", v.startedAt);
    io.objects("customers", v.customers, 1, limits::kMaxParty);
    io.id("asked_for", v.askedFor);
    io.object("accompanied_by", v.accompaniedBy);
    io.object("introduced_by", v.introducedBy);
    io.objects("relatives", v.relatives, 0, limits::kMaxParty);
    io.word("public", v.publicBasis);
    io.boolean("business_card", v.businessCard);
    io.boolean("group_purchase", v.groupPurchase);
    io.boolean("aware", v.aware);
    io.word("original", v.original);
    io.object("needs", v.needs);
}
template <class Io> void describe(Io& io, CallRegistered& v) {
    io.id("call", v.call);
    io.id("answered_by", v.answeredBy);
    io.id("asked_for", v.askedFor);
    io.object("customer", v.customer);
    io.integer("rings", v.rings, 0, 1000);
    io.time("callback_at", v.callbackAt);
}
template <class Io> void describe(Io& io, ReferralRegistered& v) {
    io.id("referral", v.referral);
    io.object("introducer", v.introducer);
    io.object("prospect", v.prospect);
}
template <class Io> void describe(Io& io, FamilyDeclared& v) {
    io.objects("customers", v.customers, 2, 2);
    io.word("relation", v.relation);
}
template <class Io> void describe(Io& io, PublicConfirmed& v) {
    io.id("visit", v.visit);
    io.word("basis", v.basis);
}
template <class Io> void describe(Io& io, ConflictDiscovered& v) {
    io.id("subject", v.subject);
    io.id("claimant", v.claimant);
    io.ids("evidence", v.evidence, 0, limits::kMaxListItems);
}
template <class Io> void describe(Io& io, NoticeSeen& v) {
    io.id("subject", v.subject);
    io.id("staff", v.staff);
}
template <class Io> void describe(Io& io, DealSigned& v) {
    io.id("deal", v.deal);
    io.id("closer", v.closer);
    io.id("visit", v.visit);
    io.objects("subscribers", v.subscribers, 1, limits::kMaxParty);
    io.time("deposit_paid_at", v.depositPaidAt);
    io.time("agreement_signed_at", v.agreementSignedAt);
    io.text("unit", v.unit, kShort);
    io.integer("list_price", v.listPrice, 0, limits::kMaxMoney);
    io.integer("price", v.price, 0, limits::kMaxMoney);
    io.boolean("group_purchase", v.groupPurchase);
}
template <class Io> void describe(Io& io, DealTransferred& v) {
    io.id("deal", v.deal);
    io.object("to", v.to);
}
template <class Io> void describe(Io& io, FollowUpPlanned& v) {
    io.id("follow_up", v.followUp);
    io.object("customer", v.customer);
    io.time("due_at", v.dueAt);
    io.text("purpose", v.purpose, kLong);
}
template <class Io> void describe(Io& io, FollowUpDone& v) {
    io.id("follow_up", v.followUp);
    io.word("outcome", v.outcome);
    io.time("callback_at", v.callbackAt);
    io.text("note", v.note, kLong);
    io.requires_("callback_at", v.outcome != FollowUpOutcome::notConvenient || v.callbackAt);
}
template <class Io> void describe(Io& io, RequestFiled& v) {
    io.id("request", v.request);
    io.word("about", v.about);
    io.id("deal", v.deal);
    io.integer("amount", v.amount, 0, limits::kMaxMoney);
    io.text("reason", v.reason, kLong);
}
template <class Io> void describe(Io& io, RequestDecided& v) {
    io.id("request", v.request);
    io.boolean("approved", v.approved);
}
template <class Io> void describe(Io& io, ConductReported& v) {
    io.id("subject", v.subject);
    io.id("staff", v.staff);
    io.text("what", v.what, kLong);
}
template <class Io> void describe(Io& io, Share& v) {
    io.id("staff", v.staff);
    io.integer("bp", v.bp, 0, 10'000);
}
template <class Io> void describe(Io& io, RulingMade& v) {
    io.id("subject", v.subject);
    io.id("owner", v.owner);
    io.objects("shares", v.shares, 0, limits::kMaxParty);
    io.shares("shares", v.shares);
    io.boolean("cancel", v.cancel);
    io.integer("fine", v.fine, 0, limits::kMaxMoney);
    io.text("reason", v.reason, kLong);
}
template <class Io> void describe(Io& io, EntryAmended& v) {
    io.id("target", v.target);
    io.rawObject("set", v.set);
    io.text("reason", v.reason, kLong);
}

template <class Io> void describe(Io& io, HouseholdRecorded& v) {
    io.id("household", v.household);
    io.text("building", v.building, kShort);
    io.text("unit", v.unit, kShort);
    io.objects("residents", v.residents, 0, limits::kMaxParty);
    io.time("move_in", v.moveIn);
    io.id("area_of", v.areaOf);
}
template <class Io> void describe(Io& io, HouseholdVisited& v) {
    io.id("household", v.household);
    io.id("by", v.by);
    io.texts("topics", v.topics, kShort, 0, limits::kMaxListItems);
    io.text("opinions", v.opinions, kLong);
    io.text("suggestions", v.suggestions, kLong);
    io.boolean("absent", v.absent);
}
template <class Io> void describe(Io& io, ComplaintOpened& v) {
    io.id("complaint", v.complaint);
    io.id("household", v.household);
    io.object("customer", v.customer);
    io.word("channel", v.channel);
    io.text("category", v.category, kShort);
    io.text("content", v.content, kLong);
    io.time("promised_by", v.promisedBy);
}
template <class Io> void describe(Io& io, ComplaintAnswered& v) {
    io.id("complaint", v.complaint);
    io.text("answer", v.answer, kLong);
}
template <class Io> void describe(Io& io, ComplaintDispatched& v) {
    io.id("complaint", v.complaint);
    io.text("department", v.department, kShort);
    io.text("category", v.category, kShort);
}
template <class Io> void describe(Io& io, RepairOrdered& v) {
    io.id("repair", v.repair);
    io.id("complaint", v.complaint);
    io.id("household", v.household);
    io.text("plan", v.plan, kLong);
    io.text("liability", v.liability, kShort);
    io.integer("cost", v.cost, 0, limits::kMaxMoney);
    io.texts("workers", v.workers, kShort, 0, limits::kMaxListItems);
}
template <class Io> void describe(Io& io, RepairProgressed& v) {
    io.id("repair", v.repair);
    io.text("note", v.note, kLong);
}
template <class Io> void describe(Io& io, RepairCompleted& v) {
    io.id("repair", v.repair);
    io.integer("cost", v.cost, 0, limits::kMaxMoney);
    io.text("resident_opinion", v.residentOpinion, kLong);
    io.boolean("paid", v.paid);
    io.text("signature", v.signature, kShort);
    io.text("signed_by", v.signedBy, kShort);
}
template <class Io> void describe(Io& io, RepairArchived& v) { io.id("repair", v.repair); }
template <class Io> void describe(Io& io, RevisitDone& v) {
    io.id("subject", v.subject);
    io.integer("satisfaction", v.satisfaction, 1, 5);
    io.boolean("quality_ok", v.qualityOk);
    io.boolean("needs_rework", v.needsRework);
    io.text("note", v.note, kLong);
}
template <class Io> void describe(Io& io, FeedbackGiven& v) {
    io.id("complaint", v.complaint);
    io.text("note", v.note, kLong);
}
template <class Io> void describe(Io& io, Finding& v) {
    io.text("what", v.what, kLong);
    io.text("handled", v.handled, kLong);
    io.text("escalated", v.escalated, kLong);
}
template <class Io> void describe(Io& io, PatrolReported& v) {
    io.id("patrol", v.patrol);
    io.day("date", v.date);
    io.text("area", v.area, kShort);
    io.text("focus", v.focus, kShort);
    io.objects("findings", v.findings, 0, limits::kMaxListItems);
}
template <class Io> void describe(Io& io, PatrolReturned& v) {
    io.id("patrol", v.patrol);
    io.text("comment", v.comment, kLong);
}
template <class Io> void describe(Io& io, ViolationRecorded& v) {
    io.id("household", v.household);
    io.text("rule", v.rule, kLong);
    io.word("action", v.action);
    io.text("note", v.note, kLong);
}
template <class Io> void describe(Io& io, HandoverItem& v) {
    io.text("what", v.what, kShort);
    io.boolean("ok", v.ok);
    io.text("note", v.note, kLong);
}
template <class Io> void describe(Io& io, HandoverRecorded& v) {
    io.id("household", v.household);
    io.objects("items", v.items, 0, limits::kMaxListItems);
    io.integer("keys", v.keys, 0, 1000);
    io.text("signature", v.signature, kShort);
}
template <class Io> void describe(Io& io, FeeReminded& v) {
    io.id("household", v.household);
    io.text("period", v.period, kShort);
    io.integer("amount", v.amount, 0, limits::kMaxMoney);
    io.text("result", v.result, kLong);
}
template <class Io> void describe(Io& io, MonthReported& v) {
    io.month("month", v.month);
    io.text("summary", v.summary, kLong);
    io.text("plan", v.plan, kLong);
}
template <class Io> void describe(Io& io, RegisterRestored& v) {
    io.integer("size", v.size, 0, INT64_MAX);
    io.integer("seen", v.seen, 0, INT64_MAX);
}
template <class Io> void describe(Io& io, EntriesErased& v) {
    io.ids("entries", v.entries, 0, limits::kMaxListItems);
    io.text("reason", v.reason, kLong);
}
// clang-format on

} // namespace shoujie::facts::fields
