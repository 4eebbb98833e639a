using Xmrl.Contracts;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MuJoCo.Tests.Locomotion;

/// <summary>The environment of the robustness study.</summary>
public sealed class AntGoalTests
{
    /// <summary>A reward is computed in double and stored as a Real.</summary>
    private const double Tolerance = 1e-5;

    private const int Contacts = 84;

    private static readonly LocomotionFamily s_family = new(Robot.Ant, Goal.Place);
    private static readonly RandomKey s_key = RandomKey.FromSeed(7);

    [MuJoCoFact]
    public void Step_Always_PaysForPlaceActionAndClippedContactForces()
    {
        using LocomotionEnvironment environment = Create(2.5, 2);
        StepBuffers buffers = Start(environment);
        double place = 0;
        for (int step = 0; step < 40; step++)
        {
            Array.Fill(buffers.Actions, (Real)(step % 2 == 0 ? 0.5 : -0.25));
            environment.Step([0], buffers.Actions, buffers.Result);
            Simulation simulation = environment.SimulationOf(0);
            place = Math.Abs(simulation.Positions[0] - (2 * Math.Cos(2.5))) + Math.Abs(simulation.Positions[1] - (2 * Math.Sin(2.5)));
            double action = buffers.Actions.Sum(value => (double)value * value);
            double contact = simulation.ContactForces.ToArray().Sum(force => Math.Pow(Math.Clamp(force, -1, 1), 2));
            ((double)buffers.Rewards[0]).ShouldBe(-place - (0.1 * action) - (5e-4 * contact), Tolerance);
        }

        place.ShouldBeGreaterThan(1, "the ant has not come far");
    }

    [MuJoCoFact]
    public void Observation_Always_IsPositionsVelocitiesAndClippedContactForces()
    {
        using LocomotionEnvironment environment = Create(1, 1);
        StepBuffers buffers = Start(environment);
        for (int step = 0; step < 30; step++)
        {
            environment.Step([0], buffers.Actions, buffers.Result);
            Simulation simulation = environment.SimulationOf(0);
            double[] expected =
            [
                .. simulation.Positions, .. simulation.Velocities,
                .. simulation.ContactForces.ToArray().Select(force => Math.Clamp(force, -1, 1)),
            ];
            buffers.Observations.ShouldBe(expected.Select(value => (Real)value));
        }
    }

    /// <summary>A step of the engine alone leaves 84 zeros.</summary>
    [MuJoCoFact]
    public void Observation_OnTheGround_HasContactForcesAndInTheAirNone()
    {
        using LocomotionEnvironment environment = Create(1, 1);
        StepBuffers buffers = Start(environment);
        environment.SimulationOf(0).Positions[2] = 3;
        environment.Step([0], buffers.Actions, buffers.Result);
        buffers.Observations[^Contacts..].ShouldAllBe(force => force == 0);

        for (int step = 0; step < 60; step++)
        {
            environment.Step([0], buffers.Actions, buffers.Result);
        }

        Real[] forces = buffers.Observations[^Contacts..];
        forces.Count(force => force != 0).ShouldBeGreaterThan(3, "lying on the floor");
        forces.ShouldAllBe(force => force >= -1 && force <= 1);
    }

    [MuJoCoFact]
    public void Restore_StateOnTheGround_ObservesContactForces()
    {
        using LocomotionEnvironment environment = Create(1, 1);
        StepBuffers buffers = Start(environment);
        for (int step = 0; step < 60; step++)
        {
            environment.Step([0], buffers.Actions, buffers.Result);
        }

        var state = new Real[environment.StateSize];
        environment.ReadStates([0], state);
        var restored = new Real[s_family.Spec.ObservationSize];
        var feasible = new bool[1];
        environment.Restore([1], state, restored, feasible);

        feasible.ShouldBe([true]);
        restored[..^Contacts].ShouldBe(buffers.Observations[..^Contacts]);
        restored[^Contacts..].Count(force => force != 0).ShouldBeGreaterThan(3);
    }

    [MuJoCoFact]
    public void Step_FallenAnt_GoesOnToTheHorizon()
    {
        using LocomotionEnvironment environment = Create(1, 1);
        StepBuffers buffers = Start(environment);
        environment.SimulationOf(0).Positions[2] = 3;
        int steps = 0;
        do
        {
            environment.Step([0], buffers.Actions, buffers.Result);
            buffers.Terminated[0].ShouldBeFalse();
            steps++;
        }
        while (!buffers.Truncated[0]);

        steps.ShouldBe(200);
    }

    [MuJoCoFact]
    public void Step_UnstableSimulation_PaysThePlaceBeforeAndObservesNoForces()
    {
        using LocomotionEnvironment environment = Create(0, 2);
        StepBuffers buffers = Start(environment);
        Array.Fill(buffers.Actions, (Real)0.5);
        double[] before = environment.SimulationOf(0).Positions.ToArray();
        environment.SimulationOf(0).Velocities.Fill(1e12);

        environment.Step([0], buffers.Actions, buffers.Result);

        buffers.Terminated[0].ShouldBeTrue();
        double expected = -(Math.Abs(before[0] - 2) + Math.Abs(before[1])) - (0.1 * 8 * 0.25);
        ((double)buffers.Rewards[0]).ShouldBe(expected, Tolerance);
        buffers.Observations[^Contacts..].ShouldAllBe(force => force == 0);
        _ = Simulation.TakeWarning();
    }

    private static LocomotionEnvironment Create(double angle, double radius) => (LocomotionEnvironment)s_family.Create(
        new MdpTask { EnvironmentId = s_family.Spec.Id, Parameters = [angle, radius] }, 2);

    private static StepBuffers Start(LocomotionEnvironment environment)
    {
        var buffers = new StepBuffers(s_family.Spec, 1);
        environment.Reset([0], s_key, buffers.Observations);
        return buffers;
    }
}
