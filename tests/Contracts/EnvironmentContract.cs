using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Contracts;

/// <summary>What every environment must do. Inherit it once per family.</summary>
public abstract partial class EnvironmentContract<TFamily>
    where TFamily : IEnvironmentFamily
{
    private static readonly RandomKey Key = RandomKey.FromSeed(7);
    private static readonly int[] All = [0, 1, 2, 3, 4];

    [ContractFact]
    public void Spec_Always_IsConsistent()
    {
        EnvironmentSpec spec = CreateFamily().Spec;
        spec.Id.ShouldMatch("^[A-Za-z0-9]+-v[0-9]+$");
        spec.ObservationSize.ShouldBePositive();
        spec.ActionSize.ShouldBePositive();
        spec.Horizon.ShouldBePositive();
        spec.TaskParameterRanges.Length.ShouldBe(spec.TaskParameterNames.Length);
        spec.ObservationCentre.Length.ShouldBe(spec.ObservationSize);
        spec.ObservationScale.Length.ShouldBe(spec.ObservationSize);
        spec.ObservationScale.ShouldAllBe(scale => double.IsFinite(scale) && scale != 0);
        spec.ScoreName.ShouldBe(spec.HasSuccess ? "success rate" : "return");
    }

    [ContractFact]
    public void SampleTask_SameKeyAndIndex_SameTask()
    {
        IEnvironmentFamily family = CreateFamily();
        family.SampleTask(Key, 3).ShouldBe(family.SampleTask(Key, 3));
        family.SampleTask(Key, 3).Index.ShouldBe(3);
        family.SampleTask(Key, 3).EnvironmentId.ShouldBe(family.Spec.Id);
    }

    [ContractFact]
    public void SampleTask_ManyIndices_ValidAndDifferent()
    {
        IEnvironmentFamily family = CreateFamily();
        MdpTask[] tasks = [.. Enumerable.Range(0, 50).Select(index => family.SampleTask(Key, index))];
        foreach (MdpTask task in tasks)
        {
            family.Spec.Validate(task);
        }

        tasks.Select(task => string.Join(' ', task.Parameters)).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(1);
    }

    [ContractFact]
    public void Create_WrongTask_Throws()
    {
        IEnvironmentFamily family = CreateFamily();
        MdpTask task = family.SampleTask(Key, 0);
        Should.Throw<ArgumentException>(
            () => family.Create(task with { EnvironmentId = "Nowhere-v1" }, 1)).Message.ShouldContain("Nowhere-v1");
        Should.Throw<ArgumentException>(() => family.Create(task with { Parameters = task.Parameters.Add(0) }, 1));
        Should.Throw<ArgumentException>(() => family.Create(task, 0));
        for (int i = 0; i < task.Parameters.Length; i++)
        {
            ImmutableArray<double> broken = task.Parameters.SetItem(i, double.NaN);
            Should.Throw<ArgumentException>(
                () => family.Create(task with { Parameters = broken }, 1)).Message.ShouldContain(family.Spec.TaskParameterNames[i]);
        }
    }

    [ContractFact]
    public void Distance_AnyTasks_SymmetricAndZeroToItself()
    {
        IEnvironmentFamily family = CreateFamily();
        MdpTask first = family.SampleTask(Key, 0);
        MdpTask second = family.SampleTask(Key, 1);
        if (family.Distance(first, second) is { } distance)
        {
            distance.ShouldBeGreaterThanOrEqualTo(0);
            family.Distance(second, first).ShouldBe(distance);
            family.Distance(first, first).ShouldBe(0);
        }
        else
        {
            family.Distance(first, first).ShouldBeNull();
        }
    }

    [ContractFact]
    public void Step_SameKey_SameBits()
    {
        IEnvironmentFamily family = CreateFamily();
        using Scope first = Build(family, All.Length);
        using Scope second = Build(family, All.Length);
        ShouldMatch(Transcript.Record(first.Environment, All, Key), Transcript.Record(second.Environment, All, Key));
    }

    [ContractFact]
    public void Step_OtherOrderOfCopies_SameBits()
    {
        IEnvironmentFamily family = CreateFamily();
        using Scope first = Build(family, All.Length);
        using Scope second = Build(family, All.Length);
        ShouldMatch(Transcript.Record(first.Environment, All, Key), Transcript.Record(second.Environment, [3, 0, 4, 2, 1], Key));
    }

    [ContractFact]
    public void Step_OneCopyAlone_SameBitsAsAmongMany()
    {
        IEnvironmentFamily family = CreateFamily();
        using Scope many = Build(family, All.Length);
        using Scope fewer = Build(family, 4);
        Transcript among = Transcript.Record(many.Environment, All, Key)[3];
        Transcript alone = Transcript.Record(fewer.Environment, [3], Key)[3];
        alone.Values.ShouldBe(among.Values);
        alone.Steps.ShouldBe(among.Steps);
    }

    [ContractFact]
    public void Reset_AfterOtherEpisodes_SameBitsAndSameTask()
    {
        IEnvironmentFamily family = CreateFamily();
        using Scope scope = Build(family, All.Length);
        MdpTask task = scope.Environment.MdpTask;
        Dictionary<int, Transcript> before = Transcript.Record(scope.Environment, All, Key);
        Transcript.Record(scope.Environment, [1, 3], Key.Derive(99));
        ShouldMatch(before, Transcript.Record(scope.Environment, All, Key));
        scope.Environment.MdpTask.ShouldBe(task);
        scope.Environment.MdpTask.ShouldBe(family.SampleTask(Key, 0));
    }

    [ContractFact]
    public void Step_WholeEpisodes_EndOnceFiniteAndAtTheHorizonAtLatest()
    {
        IEnvironmentFamily family = CreateFamily();
        for (int episode = 0; episode < 4; episode++)
        {
            using Scope scope = Build(family, All.Length, episode);
            foreach (Transcript transcript in Transcript.Record(scope.Environment, All, Key.Derive((ulong)episode)).Values)
            {
                transcript.Values.ShouldAllBe(value => Real.IsFinite(value));
                transcript.Truncated.ShouldBe(!transcript.Terminated, "an episode ends in exactly one way");
                if (transcript.Truncated)
                {
                    transcript.Steps.ShouldBe(family.Spec.Horizon);
                }

                if (!family.Spec.HasSuccess)
                {
                    transcript.Succeeded.ShouldBeFalse();
                }
            }
        }
    }

    [ContractFact]
    public void Step_BeforeResetOrAfterEnd_Throws()
    {
        IEnvironmentFamily family = CreateFamily();
        using Scope scope = Build(family, 2);
        StepBuffers buffers = new(family.Spec, 1);
        Should.Throw<ArgumentException>(() => scope.Environment.Step([0], buffers.Actions, buffers.Result)).Message.ShouldContain("reset");
        Transcript.Record(scope.Environment, [0], Key);
        Should.Throw<ArgumentException>(() => scope.Environment.Step([0], buffers.Actions, buffers.Result));
    }

    [ContractFact]
    public void Step_WrongShapes_Throws()
    {
        IEnvironmentFamily family = CreateFamily();
        using Scope scope = Build(family, 2);
        StepBuffers buffers = new(family.Spec, 1);
        scope.Environment.Reset([0], Key, buffers.Observations);
        Should.Throw<ArgumentException>(() => scope.Environment.Step([0, 1], buffers.Actions, buffers.Result));
        Should.Throw<ArgumentException>(() => scope.Environment.Reset([2], Key, buffers.Observations)).Message.ShouldContain("copy 2");
    }

    [ContractFact]
    public void Step_AfterWarmUp_AllocatesNothing()
    {
        IEnvironmentFamily family = CreateFamily();
        using Scope scope = Build(family, All.Length);
        StepBuffers buffers = new(family.Spec, All.Length);
        scope.Environment.Reset(All, Key, buffers.Observations);
        scope.Environment.Step(All, buffers.Actions, buffers.Result);
        scope.Environment.Reset(All, Key, buffers.Observations);
        long before = GC.GetAllocatedBytesForCurrentThread();
        scope.Environment.Step(All, buffers.Actions, buffers.Result);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    protected abstract TFamily CreateFamily();

    protected static Scope Build(
        IEnvironmentFamily family, int copies, int task = 0) => new(family.Create(family.SampleTask(Key, task), copies));

    private static void ShouldMatch(Dictionary<int, Transcript> first, Dictionary<int, Transcript> second)
    {
        foreach ((int copy, Transcript transcript) in first)
        {
            second[copy].Values.ShouldBe(transcript.Values);
            second[copy].Terminated.ShouldBe(transcript.Terminated);
            second[copy].Succeeded.ShouldBe(transcript.Succeeded);
        }
    }
}
