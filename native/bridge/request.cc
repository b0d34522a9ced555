#include "bridge/envelope.h"

namespace rx_outlook::bridge {
namespace {

// The fields of a request in the order of their bytes, for Writer and Reader. False for the type of
// another frame.
template <typename Fields, typename AnyRequest>
bool Visit(Fields& fields, AnyRequest& request) {
  fields(request.id);
  switch (request.type) {
    case FrameType::kHello:
      fields(request.oldest, request.newest);
      return true;
    case FrameType::kPing:
    case FrameType::kProfiles:
      return true;
    case FrameType::kOpen:
      fields(request.object, request.profile);
      return true;
    case FrameType::kGetCapabilities:
    case FrameType::kGetCurrentState:
    case FrameType::kClose:
      fields(request.object);
      return true;
    case FrameType::kSetCurrentState:
      fields(request.object, request.state);
      return true;
    case FrameType::kOpenAccount:
      fields(request.object, request.profile, request.account);
      return true;
    case FrameType::kAccounts:
      fields(request.profile);
      return true;
    case FrameType::kAdvise:
    case FrameType::kAdviseWithAccounts:
      fields(request.object, request.registration);
      return true;
    case FrameType::kUnadvise:
      fields(request.registration);
      return true;
    default:
      return false;
  }
}

bool IsSound(const Request& request) noexcept {
  switch (request.type) {
    case FrameType::kHello:
      return request.oldest != 0 && request.oldest <= request.newest;
    case FrameType::kOpen:
    case FrameType::kAccounts:
      return IsName(request.profile);
    case FrameType::kOpenAccount:
      return IsName(request.profile) && IsName(request.account);
    default:
      return true;
  }
}

}  // namespace

void Encode(Bytes& target, const Request& request) {
  const Envelope envelope(target, request.type);
  Writer writer(target);
  Visit(writer, request);
}

std::optional<Request> DecodeRequest(const Frame& frame) {
  Reader reader(frame.body, frame.size);
  Request request;
  request.type = frame.type;
  if (!Visit(reader, request) || !reader.whole() || !IsSound(request)) return std::nullopt;
  return request;
}

}  // namespace rx_outlook::bridge
