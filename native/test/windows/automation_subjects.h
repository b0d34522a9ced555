// The subjects of automation_test, in the order of its checks. Each leaves the stand-in it is given
// as it found it.
#pragma once

namespace rx_outlook::test {

class StandIn;

void CheckAbsence();
void CheckStates(StandIn& outlook);
void CheckContract(StandIn& outlook);
void CheckHresults(StandIn& outlook);
void CheckHangs(StandIn& outlook);
void CheckCosts(StandIn& outlook);
void CheckRestraint(StandIn& outlook);
void CheckHungThenEnded();
void CheckDeafWindow();
void CheckEnds();
void CheckWatches();

}  // namespace rx_outlook::test
