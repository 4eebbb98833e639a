using Xmrl.Environments.Checks;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.Checks;

public sealed class EnvironmentCheckTests
{
    public static TheoryData<string> Managed => [.. EnvironmentRegistry.CreateDefault().Ids];

    [Theory]
    [MemberData(nameof(Managed))]
    public void Run_EveryManagedEnvironment_FindsNothing(string id) => EnvironmentCheck
        .Run(EnvironmentRegistry.CreateDefault().Get(id)).Select(finding => finding.Sentence).ShouldBeEmpty();

    [Fact]
    public void Run_WithoutFault_FindsNothing() => Walk(default).ShouldBeEmpty();

    [Fact]
    public void Run_RewardIsNotANumber_NamesTaskEpisodeAndStep() => Walk(new() { NotFiniteAt = 5 })
        .ShouldBe(["finite: task 0, episode 0, step 5: expected the reward to be a finite number; found NaN."]);

    [Fact]
    public void Run_UnwrittenObservation_NamesTheComponent() => Walk(new() { LeavesUnwritten = true }).ShouldContain(
        "unwritten: task 0, start of episode 0: expected component 1 of the observation to be written; found what stood there before the "
            + "call.");

    [Fact]
    public void Run_ObservationIsTooLong_SaysHowLongItIs() => Walk(new() { WritesBeyond = true })
        .ShouldHaveSingleItem().ShouldStartWith(
            "exception: task 0, start of episode 0: expected a reset that writes 2 numbers per copy; found IndexOutOfRangeException");

    [Fact]
    public void Run_StepThrows_NamesStepAndReason() => Walk(new() { ThrowsAt = 7 })
        .ShouldHaveSingleItem().ShouldEndWith("step 7: expected a step that reads 1 numbers per copy and writes 2 and a reward; "
            + "found FormatException: no such room.");

    [Fact]
    public void Run_SuccessOnTheWay_SaysThatItIsLost() => Walk(new() { SucceedsAt = 4 }).ShouldBe(
    [
        "success: task 0, episode 0, step 12: expected success on the step that ends the episode, which alone counts; found an end without "
            + "success, after success in step 4, which ended nothing.",
    ]);

    [Fact]
    public void Run_SuccessOfAnEnvironmentWithoutSuccess_IsFound()
    {
        EnvironmentSpec spec = FaultyWalk.Spec with { HasSuccess = false, ScoreName = "return" };
        Sentences(new SingleEnvironmentFamily(spec, task => new FaultyWalk(task, default)))
            .ShouldHaveSingleItem().ShouldStartWith("success: task 0, episode 0, step 12: expected no success, as HasSuccess is false");
    }

    [Fact]
    public void Run_StepsOfAllCopiesAreShared_IsNotRepeatable() => Walk(new() { SharesSteps = true })
        .ShouldHaveSingleItem().ShouldStartWith(
            "repeatable: task 0, a second time in a new environment, episode 0, step 1: expected the same bits for the same key and "
                + "actions; found component 0 of the observation");

    [Fact]
    public void Run_CopiesAreOneObject_NamesTheNeighbours()
    {
        // Every environment has its own copies, but they are one and the same object.
        Sentences(new WithOneObject()).ShouldContain(sentence => sentence.StartsWith(
            "isolation: task 0, one copy alone against the same among others, episode 3"));
    }

    [Fact]
    public void Run_FormerEpisodeMatters_NamesIt() => Walk(new() { KeepsSomething = true }).ShouldHaveSingleItem()
        .ShouldStartWith("isolation: task 0, after other episodes of the same copies, episode 0, step 0: expected the bits");

    [Fact]
    public void Run_ActionsAreNotLimited_NamesTheAction() => Walk(new() { IsUnlimited = true }).ShouldContain(
        sentence => sentence.StartsWith("actions: task 0, episode 0, step 1, with actions of 1000000: expected a finite outcome"));

    [Fact]
    public void Run_RewardsIgnoreTheTask_SaysSo() => Walk(new() { IgnoresTask = true }).ShouldBe(
    [
        "taskEffect: tasks 0 to 7, 32 episodes each with the same keys and actions: expected rewards or transitions that differ between "
            + "tasks; found the same observations, rewards and ends in all of them.",
    ]);

    [Fact]
    public void Run_SizesDoNotFit_NamesThemAll()
    {
        EnvironmentSpec spec = FaultyWalk.Spec with { ObservationScale = [1, 0, 1], Horizon = 0 };
        Sentences(new SingleEnvironmentFamily(spec, task => new FaultyWalk(task, default)))
            .ShouldBe(["specification: specification: expected Horizon of 1 or more; found 0."]);
    }

    [Theory]
    [InlineData(FaultyBatch.NoEnd, "end: task 0, episode 0, step 12: expected an end at the horizon of 12 steps; found neither")]
    [InlineData(FaultyBatch.EarlyEnd, "end: task 0, episode 0, step 6: expected truncation at the horizon of 12 steps alone")]
    [InlineData(FaultyBatch.BothEnds, "end: task 0, episode 0, step 12: expected one end; found terminated and truncated at once.")]
    [InlineData(FaultyBatch.NoFlag, "unwritten: task 0, where flags were true before the step, episode 0, step 1: expected terminated")]
    [InlineData(FaultyBatch.WrongMix, "mixing: task 0, visited states of episodes 0 and 1: expected Mix with weight 0 to give the second")]
    [InlineData(FaultyBatch.LostState, "mixing: task 0, visited states of episodes 0 and 1: expected restored states to read back bit")]
    [InlineData(FaultyBatch.HiddenState, "mixing: task 0, visited states of episodes 0 and 1: expected a restored state to go on as the")]
    public void Run_FaultOfABatch_IsFound(string fault, string sentence)
        => Sentences(new FaultyBatch(fault)).ShouldHaveSingleItem().ShouldStartWith(sentence);

    [Fact]
    public void Run_BatchWithoutFault_FindsNothing() => Sentences(new FaultyBatch("none")).ShouldBeEmpty();

    [Fact]
    public void Run_TasksDependOnTheCall_SaysSo() => Sentences(new Restless()).ShouldContain(sentence => sentence.StartsWith(
        "tasks: task 0: expected the same task for the same key and index; found ["));

    private static IEnumerable<string> Walk(FaultyWalk.Faults faults) => Sentences(FaultyWalk.Family(faults));

    private static IEnumerable<string> Sentences(IEnvironmentFamily family)
        => EnvironmentCheck.Run(family).Select(finding => $"{finding.Rule}: {finding.Sentence}");

    private sealed class WithOneObject : IEnvironmentFamily
    {
        public EnvironmentSpec Spec => FaultyWalk.Spec;

        public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

        public IEnvironment Create(MdpTask task, int copies)
        {
            var walk = new FaultyWalk(task, default);
            return new BatchAdapter(Spec, task, copies, _ => walk);
        }

        public double? Distance(MdpTask first, MdpTask second) => null;
    }

    private sealed class Restless : IEnvironmentFamily
    {
        private ulong _calls;

        public EnvironmentSpec Spec => FaultyWalk.Spec;

        public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key.Derive(_calls++), index);

        public IEnvironment Create(MdpTask task, int copies)
            => new BatchAdapter(Spec, task, copies, _ => new FaultyWalk(task, default));

        public double? Distance(MdpTask first, MdpTask second) => null;
    }
}
