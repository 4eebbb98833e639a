using Xmrl.Contracts;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MuJoCo.Tests.Locomotion;

public sealed class LocomotionEnvironmentTests
{
    /// <summary>A reward is computed in double and stored as a Real.</summary>
    private const double Tolerance = 1e-5;

    private static readonly RandomKey Key = RandomKey.FromSeed(7);

    [MuJoCoTheory]
    [InlineData(Robot.HalfCheetah, 0.05, 0.1)]
    [InlineData(Robot.Swimmer, 0.04, 1e-4)]
    public void Step_VelocityTask_PaysMinusTheErrorMinusTheCost(Robot robot, double seconds, double weight)
    {
        using var play = new Play(new LocomotionFamily(robot, Goal.Velocity), 0.15);
        for (int step = 0; step < 5; step++)
        {
            double before = play.Positions[0];
            Array.Fill(play.Buffers.Actions, (Real)0.5);
            play.Step();
            double velocity = (play.Positions[0] - before) / seconds;
            double expected = -Math.Abs(velocity - 0.15) - (weight * 0.25 * play.Buffers.Actions.Length);
            ((double)play.Buffers.Rewards[0]).ShouldBe(expected, Tolerance);
        }
    }

    [MuJoCoFact]
    public void Step_DirectionTasks_PayOppositeVelocities()
    {
        var family = new LocomotionFamily(Robot.HalfCheetah, Goal.Direction, new LocomotionOptions { ControlCost = 0 });
        using var forward = new Play(family, 1);
        using var backward = new Play(family, -1);
        for (int step = 0; step < 5; step++)
        {
            Array.Fill(forward.Buffers.Actions, (Real)0.5);
            Array.Fill(backward.Buffers.Actions, (Real)0.5);
            forward.Step();
            backward.Step();
            backward.Buffers.Rewards[0].ShouldBe(-forward.Buffers.Rewards[0]);
            forward.Buffers.Rewards[0].ShouldNotBe(0);
        }
    }

    [MuJoCoFact]
    public void Step_AngleTask_PaysTheVelocityAlongTheAngle()
    {
        using var play = new Play(
            new LocomotionFamily(Robot.Ant, Goal.Angle, new LocomotionOptions { ControlCost = 0, ContactCost = 0, HealthyReward = 0 }),
            2.5);
        double[] before = play.Positions.ToArray();
        Array.Fill(play.Buffers.Actions, (Real)0.5);
        play.Step();
        double expected = ((Math.Cos(2.5) * (play.Positions[0] - before[0])) + (Math.Sin(2.5) * (play.Positions[1] - before[1]))) / 0.05;
        ((double)play.Buffers.Rewards[0]).ShouldBe(expected, Tolerance);
    }

    [MuJoCoFact]
    public void Step_AntOnTheGround_PaysForClippedContactForces()
    {
        using var with = new Play(new LocomotionFamily(Robot.Ant, Goal.Velocity), 1);
        using var without = new Play(new LocomotionFamily(Robot.Ant, Goal.Velocity, new LocomotionOptions { ContactCost = 0 }), 1);
        double charged = 0;
        for (int step = 0; step < 40; step++)
        {
            with.Step();
            without.Step();
            with.Positions.ToArray().ShouldBe(without.Positions.ToArray(), "costs change no physics");
            double cost = 5e-4 * with.Simulation.ContactForces.ToArray().Sum(force => Math.Pow(Math.Clamp(force, -1, 1), 2));
            ((double)without.Buffers.Rewards[0] - with.Buffers.Rewards[0]).ShouldBe(cost, Tolerance);
            charged += cost;
        }

        charged.ShouldBeGreaterThan(0);
        without.Simulation.ContactForces.ToArray().ShouldAllBe(force => force == 0);
    }

    [MuJoCoFact]
    public void Step_Ant_PaysForHealthAndTerminatesWhenFallen()
    {
        using var play = new Play(new LocomotionFamily(Robot.Ant, Goal.Velocity, new LocomotionOptions { ContactCost = 0 }), 0);
        play.Step();
        play.Buffers.Terminated[0].ShouldBeFalse();
        ((double)play.Buffers.Rewards[0]).ShouldBeGreaterThan(0, "1 for health, and little speed yet");
        play.Positions[2] = 1.5;
        play.Step();
        play.Buffers.Terminated[0].ShouldBeTrue();
        play.Environment.StatusOf(0).ShouldBe(SimulationStatus.Stable);
    }

    [MuJoCoTheory]
    [InlineData(Robot.HalfCheetah)]
    [InlineData(Robot.Ant)]
    [InlineData(Robot.Swimmer)]
    public void Step_UnstableSimulation_TerminatesWithAStatus(Robot robot)
    {
        using var play = new Play(new LocomotionFamily(robot, Goal.Velocity), 0.1);
        play.Step();
        play.Simulation.Velocities[0] = 1e12;
        play.Step();
        play.Buffers.Terminated[0].ShouldBeTrue();
        play.Buffers.Truncated[0].ShouldBeFalse();
        play.Environment.StatusOf(0).ShouldBe(SimulationStatus.UnstableVelocity);
        play.Environment.EngineUse.UnstableEpisodes.ShouldBe(1);
        Real.IsFinite(play.Buffers.Rewards[0]).ShouldBeTrue();
        play.Reset();
        play.Step();
        play.Buffers.Terminated[0].ShouldBeFalse();
        play.Environment.StatusOf(0).ShouldBe(SimulationStatus.Stable);
        _ = Simulation.TakeWarning();
    }

    [MuJoCoTheory]
    [InlineData(Robot.HalfCheetah, 1, -1 - (0.1 * 6 * 0.25))]
    [InlineData(Robot.Ant, 1, 1 - 1 - (0.5 * 8 * 0.25))]
    [InlineData(Robot.Swimmer, 0.1, -0.1 - (1e-4 * 2 * 0.25))]
    public void Step_UnstableSimulation_PaysTheExecutedActionAndNoVelocity(Robot robot, double speed, double expected)
    {
        // Health − |0 − v*| − cost · Σa², with all actions 0.5.
        const double RewardTolerance = 1e-6;
        using var play = new Play(new LocomotionFamily(robot, Goal.Velocity), speed);
        Array.Fill(play.Buffers.Actions, (Real)0.5);
        play.Simulation.Velocities.Fill(1e12);
        play.Step();
        play.Environment.EngineUse.UnstableEpisodes.ShouldBe(1);
        ((double)play.Buffers.Rewards[0]).ShouldBe(expected, RewardTolerance);
        _ = Simulation.TakeWarning();
    }

    [MuJoCoFact]
    public void Step_ActionsBeyondTheRangeOrNaN_AreClippedAndCostAsExecuted()
    {
        using var large = new Play(new LocomotionFamily(Robot.HalfCheetah, Goal.Velocity), 1);
        using var limit = new Play(new LocomotionFamily(Robot.HalfCheetah, Goal.Velocity), 1);
        for (int a = 0; a < large.Buffers.Actions.Length; a++)
        {
            large.Buffers.Actions[a] = a == 0 ? Real.NaN : a % 2 == 0 ? 50 : Real.NegativeInfinity;
            limit.Buffers.Actions[a] = a == 0 ? 0 : a % 2 == 0 ? 1 : -1;
        }

        large.Step();
        limit.Step();
        large.Buffers.Observations.ShouldBe(limit.Buffers.Observations);
        large.Buffers.Rewards.ShouldBe(limit.Buffers.Rewards);
    }

    [MuJoCoTheory]
    [InlineData(Robot.HalfCheetah, 1)]
    [InlineData(Robot.Ant, 2)]
    [InlineData(Robot.Swimmer, 2)]
    public void Observation_Always_IsPositionsWithoutThePlaceThenVelocities(Robot robot, int hidden)
    {
        using var play = new Play(new LocomotionFamily(robot, Goal.Velocity), 0.1);
        play.Step();
        double[] expected = [.. play.Positions[hidden..], .. play.Simulation.Velocities];
        play.Buffers.Observations.ShouldBe(expected.Select(value => (Real)value));
    }

    [MuJoCoFact]
    public void Restore_FallenOrNotFinite_IsInfeasible()
    {
        using var play = new Play(new LocomotionFamily(Robot.Ant, Goal.Velocity), 1);
        int size = play.Environment.StateSize;
        var states = new Real[3 * size];
        play.Environment.ReadStates([0], states);
        states.AsSpan(0, size).CopyTo(states.AsSpan(size));
        states.AsSpan(0, size).CopyTo(states.AsSpan(2 * size));
        states[size + (2 * StateNumbers.Parts)] = (Real)1.5;
        states[(2 * size) + (5 * StateNumbers.Parts)] = Real.NaN;
        var feasible = new bool[3];
        play.Environment.Restore([0, 1, 2], states, new Real[3 * play.Environment.Spec.ObservationSize], feasible);
        feasible.ShouldBe([true, false, false]);
    }

    [MuJoCoFact]
    public void Mix_AntStates_KeepsTheQuaternionALength()
    {
        using var play = new Play(new LocomotionFamily(Robot.Ant, Goal.Velocity), 1);
        var family = new LocomotionFamily(Robot.Ant, Goal.Velocity);
        var first = new Real[play.Environment.StateSize];
        var second = new Real[first.Length];
        var mixed = new Real[first.Length];
        play.Environment.ReadStates([0], first);
        Array.Fill(play.Buffers.Actions, (Real)1);
        for (int step = 0; step < 20; step++)
        {
            play.Step();
        }

        play.Environment.ReadStates([0], second);
        play.Environment.Mix(first, second, (Real)0.4, mixed);
        var numbers = new double[first.Length / StateNumbers.Parts];
        StateNumbers.Read(mixed, numbers);
        numbers[3..7].Sum(value => value * value).ShouldBe(1, 1e-12);
        var feasible = new bool[1];
        play.Environment.Restore([1], mixed, new Real[family.Spec.ObservationSize], feasible);
        feasible[0].ShouldBeTrue();
    }

    [MuJoCoFact]
    public void EngineUse_AfterSteps_CountsSecondsInTheEngine()
    {
        using var play = new Play(new LocomotionFamily(Robot.Ant, Goal.Velocity), 1);
        double before = play.Environment.EngineUse.Seconds;
        play.Step();
        play.Environment.EngineUse.Seconds.ShouldBeGreaterThan(before);
    }

    /// <summary>Copy 0 of three of a task.</summary>
    private sealed class Play : IDisposable
    {
        public Play(LocomotionFamily family, double parameter)
        {
            Environment = (LocomotionEnvironment)family.Create(new MdpTask { EnvironmentId = family.Spec.Id, Parameters = [parameter] }, 3);
            Buffers = new StepBuffers(family.Spec, 1);
            Reset();
        }

        public LocomotionEnvironment Environment { get; }

        public StepBuffers Buffers { get; }

        public Simulation Simulation => Environment.SimulationOf(0);

        public Span<double> Positions => Simulation.Positions;

        public void Reset() => Environment.Reset([0], Key, Buffers.Observations);

        public void Step() => Environment.Step([0], Buffers.Actions, Buffers.Result);

        public void Dispose() => Environment.Dispose();
    }
}
