#include "client/viewmodels/outcome_words.hpp"

namespace shoujie::client {

QString wordOf(rules::VisitClass visitClass) {
    using enum rules::VisitClass;
    switch (visitClass) {
    case isPublic:
        return QStringLiteral("public");
    case groupPurchase:
        return QStringLiteral("group_purchase");
    case returning:
        return QStringLiteral("returning");
    case family:
        return QStringLiteral("family");
    case askedFor:
        return QStringLiteral("asked_for");
    case referred:
        return QStringLiteral("referred");
    case callIn:
        return QStringLiteral("call_in");
    case isNew:
        return QStringLiteral("new");
    }
    return {};
}

QString wordOf(rules::Slot slot) {
    using enum rules::Slot;
    switch (slot) {
    case none:
        return QStringLiteral("none");
    case turn:
        return QStringLiteral("turn");
    case makeup:
        return QStringLiteral("makeup");
    }
    return {};
}

QString wordOf(rules::Status status) {
    using enum rules::Status;
    switch (status) {
    case isFinal:
        return QStringLiteral("final");
    case provisional:
        return QStringLiteral("provisional");
    case referred:
        return QStringLiteral("referred");
    }
    return {};
}

QString wordOf(rules::LookUp::Verdict verdict) {
    using enum rules::LookUp::Verdict;
    switch (verdict) {
    case unknown:
        return QStringLiteral("unknown");
    case own:
        return QStringLiteral("own");
    case colleagues:
        return QStringLiteral("colleagues");
    case colleaguesLapsed:
        return QStringLiteral("colleagues_lapsed");
    case calledIn:
        return QStringLiteral("called_in");
    case referred:
        return QStringLiteral("referred");
    case several:
        return QStringLiteral("several");
    }
    return {};
}

QString wordOf(SeatState state) {
    using enum SeatState;
    switch (state) {
    case waiting:
        return QStringLiteral("waiting");
    case receiving:
        return QStringLiteral("receiving");
    case assigned:
        return QStringLiteral("assigned");
    case off:
        return QStringLiteral("off");
    case leave:
        return QStringLiteral("leave");
    case sick:
        return QStringLiteral("sick");
    }
    return {};
}

} // namespace shoujie::client
