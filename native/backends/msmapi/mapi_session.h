// MAPI's initialisation on one thread, ended by the destructor. The dispatcher's thread; no lock.
#pragma once

#include <memory>

#include "backends/msmapi/mapi_library.h"

namespace rx_outlook::msmapi {

class MapiSession {
 public:
  // Finds Outlook's MAPI DLL and calls MAPIInitialize; COM is already initialised on this thread.
  static HRESULT Start(std::unique_ptr<MapiSession>& session, Explanation& why);

  MapiSession(const MapiSession&) = delete;
  MapiSession& operator=(const MapiSession&) = delete;
  ~MapiSession();  // calls MAPIUninitialize; the same thread

  [[nodiscard]] const MapiLibrary& library() const noexcept { return library_; }

 private:
  explicit MapiSession(MapiLibrary library) : library_(std::move(library)) {}

  const MapiLibrary library_;
};

}  // namespace rx_outlook::msmapi
