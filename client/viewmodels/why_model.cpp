#include "client/viewmodels/why_model.hpp"

#include "client/viewmodels/outcome_words.hpp"
#include "client/viewmodels/text.hpp"

#include <utility>

namespace shoujie::client {

struct WhyModel::Answer {
    QString visit;
    Result<Why> why;
    TimeZone zone;
};

WhyModel::WhyModel(TabletRunner& runner, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_reasons(new RowsModel({"article", "key", "days", "limit", "from", "to"}, this))
    , m_timeline(
          new RowsModel({"kind", "who", "earliest", "latest", "exact", "own", "received"}, this)) {
    connect(&runner, &TabletRunner::changed, this, &WhyModel::refresh);
}

QString WhyModel::ownerId() const {
    const auto& owner = m_why.outcome.decision.owner;
    return owner ? toText(owner->value) : QString();
}
QString WhyModel::ownerName() const {
    return toText(m_why.ownerName);
}
QString WhyModel::visitClass() const {
    return wordOf(m_why.outcome.visitClass);
}
QString WhyModel::status() const {
    return wordOf(m_why.outcome.status);
}
QString WhyModel::slot() const {
    return wordOf(m_why.outcome.decision.slot);
}

void WhyModel::open(const QString& visit) {
    if (visit != m_visit) {
        m_visit = visit;
        m_loaded = false;
        m_why = {};
        m_reasons->setRows({});
        m_timeline->setRows({});
        emit changed();
    }
    refresh();
}

void WhyModel::refresh() {
    if (m_visit.isEmpty()) return;
    m_runner
        .run([visit = m_visit](Tablet& tablet) {
            return Answer{visit, tablet.why(VisitId(toBytes(visit))), tablet.zone()};
        })
        .then(this, [this](Answer answer) { take(std::move(answer)); });
}

void WhyModel::take(Answer answer) {
    if (answer.visit != m_visit) return;
    m_loaded = true;
    m_errorCode = answer.why ? QString() : toText(toString(answer.why.error().code));
    if (answer.why) {
        m_why = std::move(*answer.why);
        QList<RowsModel::Row> reasons;
        for (const auto& because : m_why.outcome.because) {
            const auto window = because.window.value_or(rules::Window{});
            const auto from = because.window ? siteTime(answer.zone, window.from) : QDateTime();
            const auto to = because.window ? siteTime(answer.zone, window.to) : QDateTime();
            reasons.append(RowsModel::Row{toText(because.article), toText(because.key),
                                          static_cast<int>(window.days),
                                          static_cast<int>(window.limit), from, to});
        }
        m_reasons->setRows(reasons);
        QList<RowsModel::Row> timeline;
        for (const auto& item : m_why.timeline)
            timeline.append(RowsModel::Row{
                toText(item.kind), toText(item.who), siteTime(answer.zone, item.at.earliest),
                siteTime(answer.zone, item.at.latest), item.at.isExact(), item.own, item.received});
        m_timeline->setRows(timeline);
    }
    emit changed();
}

} // namespace shoujie::client
