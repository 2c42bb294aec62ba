#pragma once

#include "server/net/hub.hpp"
#include "server/net/stream.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace shoujie::server::net {

/// Takes the connection of an admitted upgrade request over: one poke now, one whenever the site's
/// feed grows. Pokes that pile up behind a slow reader become one.
void startLiveSession(Hub& hub, Stream stream,
                      boost::beast::http::request<boost::beast::http::string_body> request,
                      LiveAdmission admission);

} // namespace shoujie::server::net
