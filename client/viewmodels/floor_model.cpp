#include "client/viewmodels/floor_model.hpp"

#include "client/viewmodels/outcome_words.hpp"
#include "client/viewmodels/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shoujie::client {

struct FloorModel::Snapshot {
    FloorBoard board;
    TimeZone zone;
};

FloorModel::FloorModel(TabletRunner& runner, Session& session, QObject* parent)
    : QObject(parent), m_runner(runner), m_session(session) {
    const QList<QByteArray> seat{"staffId", "name", "seatState", "next", "since", "mine"};
    m_queue = new RowsModel(seat, this);
    m_others = new RowsModel(seat, this);
    m_owed = new RowsModel({"staffId", "name", "articles", "grantedAt", "mine"}, this);
    connect(&runner, &TabletRunner::opened, this, &FloorModel::refresh);
    connect(&runner, &TabletRunner::changed, this, &FloorModel::refresh);
    connect(&session, &Session::signedInChanged, this, &FloorModel::refresh);
}

void FloorModel::refresh() {
    m_runner.run([](Tablet& tablet) {
                return Snapshot{tablet.floorBoard(), tablet.zone()};
            })
        .then(this, [this](const Snapshot& now) { take(now); });
}

void FloorModel::take(const Snapshot& now) {
    m_board = now.board;
    const auto me = toBytes(m_session.staffId());
    const auto seatRows = [&](const std::vector<Seat>& seats) {
        QList<RowsModel::Row> rows;
        for (const auto& seat : seats)
            rows.append(RowsModel::Row{
                toText(seat.staff.value), toText(seat.name), wordOf(seat.state), seat.next,
                siteTime(now.zone, seat.receivingSince), seat.staff.value == me});
        return rows;
    };
    m_queue->setRows(seatRows(m_board.queue));
    m_others->setRows(seatRows(m_board.others));

    QList<RowsModel::Row> owed;
    for (const auto& turn : m_board.owed) {
        QStringList articles;
        for (const auto& article : turn.articles)
            articles.append(toText(article));
        owed.append(RowsModel::Row{toText(turn.staff.value), toText(turn.name), articles,
                                   siteTime(now.zone, turn.grantedAt), turn.staff.value == me});
    }
    m_owed->setRows(owed);

    const auto* seat = mySeat();
    m_mySince = seat ? siteTime(now.zone, seat->receivingSince) : QDateTime();
    m_asOf = m_board.asOf == Instant{} ? QDateTime() : siteTime(now.zone, m_board.asOf);
    emit changed();
}

const Seat* FloorModel::mySeat() const {
    const auto me = toBytes(m_session.staffId());
    for (const auto* seats : {&m_board.queue, &m_board.others})
        for (const auto& seat : *seats)
            if (seat.staff.value == me) return &seat;
    return nullptr;
}

QString FloorModel::nextName() const {
    return m_board.next ? m_session.nameOf(toText(m_board.next->value)) : QString();
}

bool FloorModel::nextByMakeUp() const {
    return m_board.next &&
           std::any_of(m_board.owed.begin(), m_board.owed.end(),
                       [&](const OwedTurn& turn) { return turn.staff == *m_board.next; });
}

bool FloorModel::myTurn() const {
    return m_board.next && m_board.next->value == toBytes(m_session.staffId());
}

QString FloorModel::myState() const {
    const auto* seat = mySeat();
    return seat ? wordOf(seat->state) : QString();
}

QString FloorModel::myVisit() const {
    const auto* seat = mySeat();
    return seat && seat->visit ? toText(seat->visit->value) : QString();
}

template <class Data>
void FloorModel::record(Data data, const QString& startedVisit) {
    m_busy = true;
    emit changed();
    m_runner
        .run([by = StaffId(toBytes(m_session.staffId())), data = std::move(data)](Tablet& tablet) {
            return tablet.record(by, data);
        })
        .then(this, [this, startedVisit](const Result<FactId>& saved) {
            m_busy = false;
            emit changed();
            if (!saved)
                emit failed(toText(toString(saved.error().code)));
            else if (!startedVisit.isEmpty())
                emit started(startedVisit);
        });
}

void FloorModel::startReception() {
    if (m_busy || !m_session.signedIn()) return;
    m_busy = true;
    emit changed();
    m_runner.run([](Tablet& tablet) { return tablet.newId(); })
        .then(this, [this](const std::string& id) {
            const StaffId receiver(toBytes(m_session.staffId()));
            record(facts::VisitStarted{VisitId(id), receiver}, toText(id));
        });
}

void FloorModel::setDuty(const QString& word) {
    const auto& words = facts::Words<facts::Duty>::kAll;
    const auto found = std::find(words.begin(), words.end(), toBytes(word));
    if (found == words.end() || m_busy || !m_session.signedIn()) return;
    const auto duty = static_cast<facts::Duty>(std::distance(words.begin(), found));
    record(facts::DutyChanged{StaffId(toBytes(m_session.staffId())), duty}, {});
}

} // namespace shoujie::client
