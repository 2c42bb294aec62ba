#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

/// One full example of each kind of fact, and which of its members are required, written down from
/// the vocabulary and not from the code under test.
namespace shoujie::testing {

struct FactSample {
    std::string_view kind;
    const char* full;              ///< every member
    std::string_view required;     ///< names separated by spaces
    std::string_view created = ""; ///< the subject it creates
};

#define PERSON                                                                                     \
    R"({"name":"张三","surname":"张","title":"先生","phones":["13800138000",)"                \
    R"("010-1"],"vehicles":[{"brand":"宝马","plate":"粤B12345"}],)"                             \
    R"("employer":"某公司","address":"某路1号","intent":"三房",)"                          \
    R"("source":"路过","note":"带孩子","erased":["n0","p1"]})"

inline constexpr FactSample kSamples[] = {
    {"staff.joined", R"({"staff":"s1","name":"李娜","role":"salesperson"})", "staff name role"},
    {"staff.left", R"({"staff":"s1"})", "staff"},
    {"roster.set", R"({"order":["s1","s2"]})", "order"},
    {"duty.changed", R"({"staff":"s1","duty":"leave"})", "staff duty"},
    {"visit.started", R"({"visit":"v1","receiver":"s1"})", "visit receiver"},
    {"visit.registered",
     R"({"visit":"v1","receiver":"s1","started_at":"2026-03-01T02:00:00Z","customers":[)" PERSON
     R"(],"asked_for":"s2","accompanied_by":)" PERSON R"(,"introduced_by":)" PERSON
     R"(,"relatives":[{"relation":"parent","customer":)" PERSON
     R"(}],"public":"peer","business_card":true,"group_purchase":false,"aware":true,)"
     R"("original":"absent","needs":{"information":"a","environment":"b","emotion":"c"}})",
     "visit receiver customers", "v1"},
    {"call.registered",
     R"({"call":"c1","answered_by":"s1","asked_for":"s2","customer":)" PERSON
     R"(,"rings":3,"callback_at":"2026-03-01T02:00:00.5Z"})",
     "call answered_by customer", "c1"},
    {"referral.registered", R"({"referral":"r1","introducer":)" PERSON R"(,"prospect":)" PERSON "}",
     "referral introducer prospect", "r1"},
    {"family.declared", R"({"customers":[)" PERSON "," PERSON R"(],"relation":"spouse"})",
     "customers relation"},
    {"public.confirmed", R"({"visit":"v1","basis":"solicitor"})", "visit basis"},
    {"conflict.discovered", R"({"subject":"v1","claimant":"s1","evidence":["f1","f2"]})",
     "subject"},
    {"notice.seen", R"({"subject":"v1","staff":"s1"})", "subject staff"},
    {"deal.signed",
     R"({"deal":"x1","closer":"s1","visit":"v1","subscribers":[)" PERSON
     R"(],"deposit_paid_at":"2026-03-01T02:00:00Z","agreement_signed_at":"2026-03-01T03:00:00Z",)"
     R"("unit":"3-1201","list_price":100000000,"price":99000000,"group_purchase":false})",
     "deal closer subscribers unit list_price price", "x1"},
    {"deal.transferred", R"({"deal":"x1","to":)" PERSON "}", "deal to"},
    {"follow_up.planned",
     R"({"follow_up":"u1","customer":)" PERSON
     R"(,"due_at":"2026-03-01T02:00:00Z","purpose":"回访"})",
     "follow_up customer due_at purpose", "u1"},
    {"follow_up.done",
     R"({"follow_up":"u1","outcome":"reached","callback_at":"2026-03-01T02:00:00Z","note":"好"})",
     "follow_up outcome"},
    {"request.filed",
     R"({"request":"q1","about":"discount","deal":"x1","amount":5000,"reason":"老客户"})",
     "request about reason", "q1"},
    {"request.decided", R"({"request":"q1","approved":true})", "request approved"},
    {"conduct.reported", R"({"subject":"v1","staff":"s1","what":"打断"})", "subject staff what"},
    {"ruling.made",
     R"({"subject":"v1","owner":"s1","shares":[{"staff":"s1","bp":2000},{"staff":"s2","bp":8000}],)"
     R"("cancel":false,"fine":20000,"reason":"证据"})",
     "subject reason"},
    {"entry.amended", R"({"target":"f1","set":{"unit":"3-1202","zzz":[1,null]},"reason":"笔误"})",
     "target set reason"},
    {"household.recorded",
     R"({"household":"h1","building":"3","unit":"1201","residents":[)" PERSON
     R"(],"move_in":"2026-03-01T02:00:00Z","area_of":"s1"})",
     "household building unit area_of", "h1"},
    {"household.visited",
     R"({"household":"h1","by":"s1","topics":["电梯"],"opinions":"慢","suggestions":"修",)"
     R"("absent":false})",
     "household by"},
    {"complaint.opened",
     R"({"complaint":"k1","household":"h1","customer":)" PERSON
     R"(,"channel":"letterbox","category":"噪音","content":"夜里","promised_by":)"
     R"("2026-03-01T02:00:00Z"})",
     "complaint customer channel category content", "k1"},
    {"complaint.answered", R"({"complaint":"k1","answer":"已处理"})", "complaint answer"},
    {"complaint.dispatched", R"({"complaint":"k1","department":"工程","category":"水"})",
     "complaint department category"},
    {"repair.ordered",
     R"({"repair":"p1","complaint":"k1","household":"h1","plan":"换","liability":"物业","cost":100,)"
     R"("workers":["王师傅"]})",
     "repair household plan liability cost", "p1"},
    {"repair.progressed", R"({"repair":"p1","note":"等料"})", "repair note"},
    {"repair.completed",
     R"({"repair":"p1","cost":100,"resident_opinion":"满意","paid":true,"signature":"ab",)"
     R"("signed_by":"张三"})",
     "repair cost"},
    {"repair.archived", R"({"repair":"p1"})", "repair"},
    {"revisit.done",
     R"({"subject":"p1","satisfaction":5,"quality_ok":true,"needs_rework":false,"note":"好"})",
     "subject satisfaction quality_ok needs_rework"},
    {"feedback.given", R"({"complaint":"k1","note":"周五"})", "complaint note"},
    {"patrol.reported",
     R"({"patrol":"t1","date":"2026-03-01","area":"东区","focus":"消防","findings":)"
     R"([{"what":"灯坏","handled":"已换","escalated":"否"}]})",
     "patrol date area focus", "t1"},
    {"patrol.returned", R"({"patrol":"t1","comment":"补照片"})", "patrol comment"},
    {"violation.recorded",
     R"({"household":"h1","rule":"装修时间","action":"stopped","note":"第二次"})",
     "household rule action"},
    {"handover.recorded",
     R"({"household":"h1","items":[{"what":"门","ok":true,"note":"新"}],"keys":3,"signature":"ab"})",
     "household keys"},
    {"fee.reminded", R"({"household":"h1","period":"2026-03","amount":12000,"result":"下周"})",
     "household period amount result"},
    {"month.reported", R"({"month":"2026-03","summary":"稳","plan":"培训"})", "month summary plan"},
    {"register.restored", R"({"size":41,"seen":44})", "size seen"},
    {"entries.erased", R"({"entries":["f1","f2"],"reason":"asked for it"})", "reason"}};

#undef PERSON

inline nlohmann::json fullOf(const FactSample& sample) {
    return nlohmann::json::parse(sample.full);
}

inline const FactSample& sampleOf(std::string_view kind) {
    for (const FactSample& sample : kSamples)
        if (sample.kind == kind) return sample;
    std::abort();
}

} // namespace shoujie::testing
