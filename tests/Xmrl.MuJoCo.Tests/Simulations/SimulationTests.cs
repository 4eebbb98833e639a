using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;

namespace Xmrl.MuJoCo.Tests.Simulations;

public sealed class SimulationTests
{
    [MuJoCoFact]
    public void Step_FatalErrorOfTheEngine_ThrowsItsMessageAndTheProcessGoesOn()
    {
        using Model starved = StarvedBalls.WithError();
        for (int i = 0; i < 20; i++)
        {
            using var simulation = new Simulation(starved);
            simulation.Step(1).ShouldBe(SimulationStatus.Stable);
            StarvedBalls.Lower(simulation);
            Should.Throw<MuJoCoException>(() => simulation.Step(1)).Message.ShouldContain("stack", Case.Insensitive);
        }

        using var healthy = new Simulation(RobotDescription.All[Robot.Swimmer].Model);
        healthy.Step(10).ShouldBe(SimulationStatus.Stable);
    }

    [MuJoCoFact]
    public void Step_FatalErrorsOnManyThreads_EachIsThrownOnItsOwn()
    {
        using Model starved = StarvedBalls.WithError();
        Model healthy = RobotDescription.All[Robot.Swimmer].Model;
        int errors = 0;
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 4 }, item =>
        {
            using var simulation = new Simulation(item % 2 == 0 ? starved : healthy);
            if (simulation.Model == starved)
            {
                StarvedBalls.Lower(simulation);
            }

            try
            {
                simulation.Step(5);
            }
            catch (MuJoCoException)
            {
                Interlocked.Increment(ref errors);
            }
        });
        errors.ShouldBe(32);
    }

    [MuJoCoFact]
    public void Step_NotFiniteState_IsAStatusUntilReset()
    {
        using var simulation = new Simulation(RobotDescription.All[Robot.HalfCheetah].Model);
        simulation.Velocities[3] = double.NaN;
        simulation.Step(1).ShouldBe(SimulationStatus.UnstableVelocity);
        Simulation.TakeWarning().ShouldNotBeNull().ShouldContain("QVEL");
        Simulation.TakeWarning().ShouldBeNull();
        simulation.Status.ShouldBe(SimulationStatus.UnstableVelocity);
        simulation.Reset();
        simulation.Step(1).ShouldBe(SimulationStatus.Stable);
        simulation.TimeSeconds.ShouldBe(0.01);
    }

    [MuJoCoFact]
    public void Step_TooManyContacts_IsAStatus()
    {
        using Model model = StarvedBalls.WithMissingContacts();
        using var simulation = new Simulation(model);
        StarvedBalls.Lower(simulation);
        simulation.Step(1).ShouldBeOneOf(SimulationStatus.ContactsFull, SimulationStatus.ConstraintsFull);
        _ = Simulation.TakeWarning();
    }

    [MuJoCoFact]
    public void Step_OneModelManyThreads_SameBitsAsAlone()
    {
        Model model = RobotDescription.All[Robot.Ant].Model;
        double[] alone = Play(model);
        var results = new double[8][];
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => results[i] = Play(model));
        foreach (double[] result in results)
        {
            result.ShouldBe(alone);
        }
    }

    [MuJoCoFact]
    public void Dispose_ModelBeforeSimulation_SimulationGoesOn()
    {
        Model model = Model.FromXml(
            "<mujoco><worldbody><body><joint type=\"slide\" axis=\"0 0 1\"/><geom size=\"1\"/></body></worldbody></mujoco>");
        using var simulation = new Simulation(model);
        model.Dispose();
        simulation.Step(100).ShouldBe(SimulationStatus.Stable);
        simulation.Positions[0].ShouldBeLessThan(0);
        Should.Throw<ObjectDisposedException>(() => new Simulation(model));
        Should.Throw<ObjectDisposedException>(() => model.Numbers("body_mass").Length);
    }

    [MuJoCoFact]
    public void Members_AfterDispose_Throw()
    {
        var simulation = new Simulation(RobotDescription.All[Robot.Swimmer].Model);
        simulation.Dispose();
        Should.Throw<ObjectDisposedException>(() => simulation.Step(1));
        Should.Throw<ObjectDisposedException>(() => simulation.Positions.Length);
        Should.Throw<ObjectDisposedException>(() => simulation.Status);
        Should.Throw<ObjectDisposedException>(simulation.Forward);
        simulation.Dispose();
    }

    [MuJoCoFact]
    public void Dispose_ManyCopies_MemoryDoesNotGrow()
    {
        Model model = RobotDescription.All[Robot.Ant].Model;
        Make(200);
        long before = Environment.WorkingSet;
        Make(3000);
        const long Allowance = 64L << 20;
        (Environment.WorkingSet - before).ShouldBeLessThan(Allowance, "3,000 copies that are not freed take more");

        void Make(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using var simulation = new Simulation(model);
                simulation.Step(1);
            }
        }
    }

    [MuJoCoFact]
    public void ContactForces_UntilComputed_AreZero()
    {
        using var simulation = new Simulation(RobotDescription.All[Robot.Ant].Model);
        simulation.Step(100);
        simulation.ContactForces.ToArray().ShouldAllBe(force => force == 0);
        simulation.ComputeContactForces();
        simulation.ContactForces.ToArray().Count(force => force != 0).ShouldBeGreaterThan(0);
    }

    private static double[] Play(Model model)
    {
        RandomKey key = RandomKey.FromSeed(5);
        using var simulation = new Simulation(model);
        for (int step = 0; step < 60; step++)
        {
            for (int a = 0; a < model.ControlCount; a++)
            {
                simulation.Controls[a] = key.Normal((ulong)((step * model.ControlCount) + a));
            }

            simulation.Step(5);
        }

        return [.. simulation.Positions, .. simulation.Velocities];
    }
}
