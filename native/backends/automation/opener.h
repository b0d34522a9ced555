// The backend's opener over one reader, with any source of looks. The dispatcher's thread; no lock.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backends/automation/reader.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

class ReaderOpener final : public Opener {
 public:
  explicit ReaderOpener(std::shared_ptr<Reader> reader) : reader_(std::move(reader)) {}

  // Each waits for a look where the last one does not suffice.
  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) override;
  // Lists the profile that Outlook has open, and no other: nothing is known of those.
  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override;
  HRESULT Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                   Explanation& why) override;
  HRESULT Available(Explanation& why) override;

 private:
  // Looks for a target, once more with a new look if the last one does not have it.
  HRESULT Find(const Target& target, Reader::Found& found, std::uint64_t& account,
               Explanation& why);
  HRESULT FindIn(const Knowledge& known, const Target& target, std::uint64_t& account,
                 Explanation& why) const;

  const std::shared_ptr<Reader> reader_;
};

}  // namespace rx_outlook::automation
