// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 7 where the first panel decides and nobody appeals. Money to the last unit.
contract FirstPanelTest is Base {
    // ------------------------------------------------------------------ upheld

    function test_upheldAfterADraw() public {
        Live memory live = _judged(_drawn(_posted(), true), RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        _assertNet(-int256(pi + pi + job.solverFee), int256(pi) - int256(uint256(resource.solverFee)), _fees(), 0);
        _assertSeat(live, live.case_.firstPanel[0], int256(pi)); // the fee is the price at the same fuel
    }

    function test_upheldWithoutReceiptTheProviderPaysTheSeats() public {
        Live memory live = _post(_started(), RIGHT, FUEL, false);
        assertEq(uint8(live.case_.stage), uint8(Stage.Drawn));
        assertEq(uint8(live.case_.cause), uint8(Cause.NoReceipt));
        live = _judged(live, RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        _assertNet(-int256(pi + job.solverFee), -int256(uint256(resource.solverFee)), _fees(), 0);
        _assertSeat(live, live.case_.firstPanel[0], int256(pi));
    }

    function test_upheldAfterADispute() public {
        Live memory live = _disputed(_posted());
        assertEq(_locked(buyer.addr), 3 * _value() + job.solverFee);
        live = _judged(live, RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        _assertNet(-int256(3 * pi + job.solverFee), int256(2 * pi) - int256(uint256(resource.solverFee)), _fees(), 0);
    }

    /// @dev Three seats: one matches nobody, one is absent... here: two match, one is outvoted.
    function test_outvotedSeatLosesL() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commitMany(live, 0, 2, RIGHT, FUEL);
        _commit(live, live.case_.firstPanel[2], WRONG, FUEL);
        live = _finish(live, RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        uint256 l = _seatLock();
        _assertNet(-int256(3 * pi + job.solverFee), int256(pi) - int256(uint256(resource.solverFee)), _fees(), l);
        _assertSeat(live, live.case_.firstPanel[0], int256(pi));
        _assertSeat(live, live.case_.firstPanel[1], int256(pi));
        _assertSeat(live, live.case_.firstPanel[2], -int256(l));
    }

    function test_absentSeatLosesTheFee() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commitMany(live, 0, 2, RIGHT, FUEL);
        vm.warp(live.case_.deadline + 1);
        live = _finish(live, RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        _assertNet(-int256(3 * pi + job.solverFee), int256(pi) - int256(uint256(resource.solverFee)), _fees(), pi);
        _assertSeat(live, live.case_.firstPanel[2], -int256(pi));
    }

    /// @dev A tiny fee does not make absence cheap: at least V/5.
    function test_absentSeatLosesAtLeastAFifthOfV() public {
        _three();
        resource.basePrice = 1;
        Live memory live = _seat(_drawn(_post(_started(), RIGHT, 0, true), true));
        _commitMany(live, 0, 2, RIGHT, 0);
        vm.warp(live.case_.deadline + 1);
        live = _finish(live, RIGHT, 0);
        uint256 fee = courtTerms.minSeatFee;
        _assertNet(-int256(1 + 2 * fee + job.solverFee), 1 - int256(uint256(resource.solverFee)), _fees(), _value() / 5);
        _assertSeat(live, live.case_.firstPanel[0], int256(fee));
        _assertSeat(live, live.case_.firstPanel[2], -int256(_value() / 5));
    }

    function test_unavailableAgainstAResultCostsOneFee() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commitMany(live, 0, 2, RIGHT, FUEL);
        _commit(live, live.case_.firstPanel[2], UNAVAILABLE, 0);
        live = _finish(live, RIGHT, FUEL);
        _assertSeat(live, live.case_.firstPanel[2], -int256(_price(FUEL)));
        assertEq(_available(BURNED), _price(FUEL));
    }

    // ------------------------------------------------------------------ overturned

    function test_overturnedAfterADispute() public {
        Live memory live = _judged(_disputed(_post(_started(), WRONG, FUEL, true)), RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        uint256 lost = 41 * _value();
        _assertNet(int256(pi), -int256(lost + resource.solverFee), _fees(), lost - pi - pi - job.solverFee);
        _assertSeat(live, live.case_.firstPanel[0], int256(pi));
    }

    function test_overturnedAfterADraw() public {
        Live memory live = _judged(_drawn(_post(_started(), WRONG, FUEL, true), true), RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        uint256 lost = 41 * _value();
        _assertNet(int256(pi), -int256(lost + resource.solverFee), _fees(), lost - 2 * pi - job.solverFee);
        assertEq(uint8(live.case_.firstVerdict), uint8(Verdict.Overturned));
    }

    /// @dev The right digest with inflated fuel is wrong. Fees at the lower fuel, compensation at the posted.
    function test_overturnedForFuel() public {
        Live memory live = _judged(_drawn(_post(_started(), RIGHT, FUEL, true), true), RIGHT, FUEL - 1e9);
        uint256 pi = _price(FUEL);
        uint256 fee = _price(FUEL - 1e9);
        uint256 lost = 41 * _value();
        _assertNet(int256(pi), -int256(lost + resource.solverFee), _fees(), lost - pi - fee - job.solverFee);
        _assertSeat(live, live.case_.firstPanel[0], int256(fee));
    }

    function test_overturnedClassB() public {
        _classB();
        _three();
        Live memory live = _seat(_disputed(_post(_started(), WRONG, FUEL, true)));
        _commitMany(live, 0, 2, RIGHT, FUEL);
        _commit(live, live.case_.firstPanel[2], WRONG, FUEL);
        live = _finish(live, RIGHT, FUEL);
        uint256 pi = _price(FUEL);
        // the outvoted seat loses one fee, the provider pi, two fees and both solver fees
        _assertNet(int256(pi), -int256(3 * pi + _fees()), _fees(), pi);
        _assertSeat(live, live.case_.firstPanel[2], -int256(pi));
    }

    // ------------------------------------------------------------------ inputs-unavailable

    function test_inputsUnavailable() public {
        _three();
        Live memory live = _seat(_disputed(_posted()));
        _commitMany(live, 0, 2, UNAVAILABLE, 0);
        _commit(live, live.case_.firstPanel[2], RIGHT, FUEL);
        live = _finish(live, UNAVAILABLE, 0);
        _assertNet(-int256(uint256(job.solverFee)), -int256(uint256(resource.solverFee)), _fees(), _seatLock());
        _assertSeat(live, live.case_.firstPanel[0], 0);
        _assertSeat(live, live.case_.firstPanel[2], -int256(_seatLock()));
        (bool used,) = market.jobNonces(buyer.addr, job.nonce);
        assertTrue(used);
    }

    function test_inputsUnavailableClassBFinesAbsence() public {
        _classB();
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commitMany(live, 0, 2, UNAVAILABLE, 0);
        vm.warp(live.case_.deadline + 1);
        live = _finish(live, UNAVAILABLE, 0);
        uint256 fine = resource.basePrice; // the price at fuel 0 is above V/5
        assertGt(fine, _value() / 5);
        _assertNet(-int256(uint256(job.solverFee)), -int256(uint256(resource.solverFee)), _fees(), fine);
        _assertSeat(live, live.case_.firstPanel[2], -int256(fine));
    }

    function test_unavailableWithFuelIsNotUnavailable() public {
        Live memory live = _seat(_drawn(_posted(), true));
        _commitAll(live, UNAVAILABLE, 5);
        vm.expectRevert(abi.encodeWithSelector(Market_FuelAboveLimit.selector, 0, 5));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), UNAVAILABLE, 5);
    }

    // ------------------------------------------------------------------ steps

    function _judged(Live memory live, bytes32 digest, uint64 fuel) private returns (Live memory) {
        live = _seat(live);
        _commitAll(live, digest, fuel);
        return _finish(live, digest, fuel);
    }

    function _finish(Live memory live, bytes32 digest, uint64 fuel) private returns (Live memory) {
        live = _resolve(live, digest, fuel);
        assertEq(uint8(live.case_.stage), uint8(Stage.Verdict1));
        vm.warp(live.case_.deadline + 1);
        _settle(live);
        return live;
    }
}
