#include "bridge/envelope.h"

namespace rx_outlook::bridge {
namespace {

bool IsWord(FrameType type) noexcept {  // the body is the id and one number
  return type == FrameType::kGetCapabilities || type == FrameType::kGetCurrentState ||
         type == FrameType::kClose;
}

}  // namespace

void Encode(Bytes& target, const Request& request) {
  const Envelope envelope(target, request.type);
  Writer writer(target);
  writer.Put(request.id);
  switch (request.type) {
    case FrameType::kHello:
      writer.Put(request.oldest);
      writer.Put(request.newest);
      break;
    case FrameType::kOpen:
      writer.Put(request.object);
      writer.Put(request.profile);
      break;
    case FrameType::kSetCurrentState:
      writer.Put(request.object);
      writer.Put(request.state);
      break;
    case FrameType::kAdvise:
      writer.Put(request.object);
      writer.Put(request.registration);
      break;
    case FrameType::kUnadvise:
      writer.Put(request.registration);
      break;
    default:
      if (IsWord(request.type)) writer.Put(request.object);
      break;
  }
}

std::optional<Request> DecodeRequest(const Frame& frame) {
  Reader reader(frame.body, frame.size);
  Request request;
  request.type = frame.type;
  request.id = reader.Get<std::uint32_t>();
  switch (frame.type) {
    case FrameType::kHello:
      request.oldest = reader.Get<std::uint16_t>();
      request.newest = reader.Get<std::uint16_t>();
      if (request.oldest == 0 || request.oldest > request.newest) reader.Spoil();
      break;
    case FrameType::kPing:
    case FrameType::kProfiles:
      break;
    case FrameType::kOpen:
      request.object = reader.Get<std::uint32_t>();
      request.profile = reader.GetText<char16_t>(kProfileLimit);
      if (request.profile.empty() || request.profile.find(u'\0') != std::u16string::npos) {
        reader.Spoil();
      }
      break;
    case FrameType::kGetCapabilities:
    case FrameType::kGetCurrentState:
    case FrameType::kClose:
      request.object = reader.Get<std::uint32_t>();
      break;
    case FrameType::kSetCurrentState:
      request.object = reader.Get<std::uint32_t>();
      request.state = reader.Get<std::uint32_t>();
      break;
    case FrameType::kAdvise:
      request.object = reader.Get<std::uint32_t>();
      request.registration = reader.Get<std::uint32_t>();
      break;
    case FrameType::kUnadvise:
      request.registration = reader.Get<std::uint32_t>();
      break;
    default:
      return std::nullopt;
  }
  if (!reader.whole()) return std::nullopt;
  return request;
}

}  // namespace rx_outlook::bridge
