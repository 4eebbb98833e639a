using Xmrl.Contracts;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Installation;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;

namespace Xmrl.MetaWorld.Tests.Families;

/// <summary>One model per file serves all tasks and threads.</summary>
public sealed class SharedModelTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(11);

    /// <summary>All models have the same robot, so Q is the same for all.</summary>
    [ModelsFact]
    public void WeldLength_OfEveryModel_IsThatOfTheHandsInverseWeights()
    {
        foreach (string file in ArmTasks.All.Select(task => task.Model).Distinct())
        {
            ArmModel.Of(ModelFiles.Installed.Folder!, file).WeldLength.ShouldBe(0.731968993430014, 1e-12, file);
        }
    }

    [ModelsFact]
    public void Step_TwoTasksOfOneModelAlternately_SameBitsAsEachAlone()
    {
        MetaWorldFamily family = MetaWorldFamily.Single(new DrawerOpen());
        double[] first = Walk(family, 0, 40);
        double[] second = Walk(family, 1, 40);
        first.ShouldNotBe(second);

        using var one = new Walker(family, 0);
        using var other = new Walker(family, 1);
        for (int t = 0; t < 40; t++)
        {
            one.Step(t);
            other.Step(t);
        }

        one.Frame.ShouldBe(first);
        other.Frame.ShouldBe(second);
    }

    [ModelsFact]
    public void Step_ManyTasksOnManyThreads_SameBitsAsOnOne()
    {
        const int Tasks = 6;
        MetaWorldFamily family = MetaWorldFamily.Many();
        double[][] alone = [.. Enumerable.Range(0, Tasks).Select(task => Walk(family, task, 30))];
        double[][] together = new double[Tasks][];
        Parallel.For(0, Tasks, task => together[task] = Walk(family, task, 30));
        together.ShouldBe(alone);
    }

    /// <summary>All models, and forty copies, in less than 1 GiB.</summary>
    [ModelsFact]
    public void Create_AllModelsAndFortyCopies_TakeLessThanAGibibyte()
    {
        const long Gibibyte = 1L << 30;
        MetaWorldFamily[] families = [.. ArmTasks.All.Select(task => MetaWorldFamily.Single(task))];
        var environments = new List<IDisposable>();
        int copies = 0;
        for (int i = 0; copies < 40; i = (i + 1) % families.Length)
        {
            var environment = (ArmEnvironment)families[i].Create(families[i].SampleTask(s_key, copies), 1);
            environment.Reset([0], s_key, new Real[environment.Spec.ObservationSize]);
            environments.Add(environment);
            copies++;
        }

        // Of the whole process, with everything else that these tests have loaded.
        Environment.WorkingSet.ShouldBeLessThan(Gibibyte);
        environments.ForEach(environment => environment.Dispose());
    }

    [ModelsFact]
    public void Restore_AnyFiniteState_PaysWithinTheRangeOfRewards()
    {
        foreach (ArmTask task in ArmTasks.All)
        {
            using var walker = new Walker(MetaWorldFamily.Single(task), 0);
            walker.Step(0);
            var environment = walker.Environment;
            Real[] state = new Real[environment.StateSize];
            environment.ReadStates([0], state);
            for (int sample = 0; sample < 5; sample++)
            {
                int first = sample * state.Length;
                Real[] moved = [.. state.Select((number, i) => number + (Real)(0.2 * (s_key.Uniform((ulong)(first + i)) - 0.5)))];
                bool[] feasible = new bool[1];
                environment.Restore([0], moved, walker.Buffers.Observations, feasible);
                if (feasible[0])
                {
                    Array.Fill(walker.Buffers.Actions, Real.NaN);
                    environment.Step([0], walker.Buffers.Actions, walker.Buffers.Result);
                    ((double)walker.Buffers.Rewards[0]).ShouldBeInRange(0, 10, task.Name);
                    walker.Buffers.Observations.ShouldAllBe(number => Real.IsFinite(number));
                }
            }
        }
    }

    private static double[] Walk(MetaWorldFamily family, int task, int steps)
    {
        using var walker = new Walker(family, task);
        for (int t = 0; t < steps; t++)
        {
            walker.Step(t);
        }

        return walker.Frame;
    }

    /// <summary>One copy with random actions.</summary>
    private sealed class Walker : IDisposable
    {
        public Walker(MetaWorldFamily family, int task)
        {
            Environment = (ArmEnvironment)family.Create(family.SampleTask(s_key, task), 1);
            Buffers = new StepBuffers(family.Spec, 1);
            Environment.Reset([0], s_key, Buffers.Observations);
        }

        public ArmEnvironment Environment { get; }

        public StepBuffers Buffers { get; }

        public double[] Frame => Environment.Now(0).ToArray();

        public void Step(int t)
        {
            s_key.FillNormal((ulong)(4 * t), Buffers.Actions);
            Environment.Step([0], Buffers.Actions, Buffers.Result);
        }

        public void Dispose() => Environment.Dispose();
    }
}
