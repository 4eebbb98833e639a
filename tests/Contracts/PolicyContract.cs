using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Contracts;

/// <summary>What every policy must do: layout, first values, noise, acting. Inherit it once per kind of policy.</summary>
/// <remarks>What the recorded policy must say is <see cref="PolicyDistributionContract"/>, which adds to this.</remarks>
public abstract class PolicyContract
{
    /// <summary>Few samples and many take different ways through the network.</summary>
    private const int Many = 40;

    private static readonly RandomKey Key = RandomKey.FromSeed(7);

    [Fact]
    public void Tensors_Always_TileTheParametersWithoutGaps()
    {
        IPolicy policy = CreatePolicy();
        int offset = 0;
        foreach (TensorSpec tensor in policy.Tensors)
        {
            tensor.Offset.ShouldBe(offset);
            tensor.Length.ShouldBePositive();
            policy.Tensor(tensor.Name).ShouldBe(tensor);
            offset += tensor.Length;
        }

        offset.ShouldBe(policy.ParameterCount);
        policy.Tensors.Select(tensor => tensor.Name).ShouldBeUnique();
        Should.Throw<ArgumentException>(() => policy.Tensor("nowhere")).Message.ShouldContain("nowhere");
    }

    [Fact]
    public void Initialize_SameKey_SameBitsWhateverWasThere()
    {
        IPolicy policy = CreatePolicy();
        Real[] first = First(Key, 0);
        first.ShouldAllBe(value => Real.IsFinite(value));
        First(Key, Real.NaN).ShouldBe(first);
        First(Key.Derive(1), 0).ShouldNotBe(first);
        Should.Throw<ArgumentException>(() => policy.Initialize(Key, new Real[policy.ParameterCount + 1]));

        Real[] First(RandomKey key, Real before)
        {
            var parameters = new Real[policy.ParameterCount];
            Array.Fill(parameters, before);
            policy.Initialize(key, parameters);
            return parameters;
        }
    }

    [Fact]
    public void FillNoise_AnyPart_IsAFunctionOfKeyAndNumber()
    {
        IPolicy policy = CreatePolicy();
        Real[] all = Noise(Key, 0, 50);
        all.ShouldAllBe(value => Real.IsFinite(value));
        all.Distinct().Count().ShouldBeGreaterThan(40);
        foreach ((int first, int count) in new[] { (0, 1), (3, 1), (5, 17), (49, 1), (8, 42) })
        {
            Noise(Key, (ulong)first, count).ShouldBe(all[first..(first + count)]);
        }

        Noise(Key.Derive(1), 0, 50).ShouldNotBe(all);

        Real[] Noise(RandomKey key, ulong first, int count)
        {
            var noise = new Real[count];
            policy.FillNoise(key, first, noise);
            return noise;
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(Many)]
    public void Act_AmongOthers_SameBitsAsAlone(int samples)
    {
        IPolicy policy = CreatePolicy();
        IPolicyActor actor = Actor(policy);
        Real[] observations = Normal(policy.ObservationSize * samples, 1);
        Real[] noise = Noise(policy, samples);
        Real[] actions = Act(policy, actor, observations, noise);
        Real[] modes = Mode(policy, actor, observations);
        for (int i = 0; i < samples; i++)
        {
            Act(policy, actor, Column(observations, samples, i), Column(noise, samples, i)).ShouldBe(Column(actions, samples, i));
            Mode(policy, actor, Column(observations, samples, i)).ShouldBe(Column(modes, samples, i));
        }
    }

    [Fact]
    public void Act_IntoTheMemoryOfTheNoise_SameBits()
    {
        IPolicy policy = CreatePolicy();
        IPolicyActor actor = Actor(policy);
        Real[] observations = Normal(policy.ObservationSize * Many, 1);
        Real[] memory = Noise(policy, Many);
        Real[] expected = Act(policy, actor, observations, memory);
        actor.Act(
            new ConstMatrix(observations, policy.ObservationSize, Many),
            new ConstMatrix(memory, policy.ActionSize, Many),
            new Matrix(memory, policy.ActionSize, Many));
        memory.ShouldBe(expected);
    }

    [Fact]
    public void Load_OtherParameters_LeavesNoTrace()
    {
        IPolicy policy = CreatePolicy();
        Real[] parameters = Parameters(policy);
        Real[] observations = Normal(policy.ObservationSize * Many, 1);
        Real[] noise = Noise(policy, Many);
        IPolicyActor actor = policy.CreateActor(Many);
        actor.Load(RandomBatch.Parameters(policy, 99, 2));
        Real[] other = Act(policy, actor, observations, noise);
        Real[] given = [.. parameters];
        actor.Load(given);
        Array.Clear(given);
        Act(policy, actor, observations, noise).ShouldBe(Act(policy, Actor(policy), observations, noise), "θ is copied");
        Act(policy, actor, observations, noise).ShouldNotBe(other);
        Should.Throw<ArgumentException>(() => actor.Load(new Real[policy.ParameterCount + 1]));
    }

    [Fact]
    public void Act_MoreThanTheCapacityOrWrongShape_Throws()
    {
        IPolicy policy = CreatePolicy();
        IPolicyActor actor = policy.CreateActor(3);
        actor.Capacity.ShouldBe(3);
        actor.Load(Parameters(policy));
        Should.Throw<ArgumentException>(() => Mode(policy, actor, new Real[policy.ObservationSize * 4]));
        Should.Throw<ArgumentException>(() => actor.Mode(
            new ConstMatrix(new Real[policy.ObservationSize + 1], policy.ObservationSize + 1, 1),
            new Matrix(new Real[policy.ActionSize], policy.ActionSize, 1)));
    }

    [Fact]
    public void Act_AfterWarmUp_AllocatesNothing()
    {
        IPolicy policy = CreatePolicy();
        IPolicyActor actor = Actor(policy);
        Real[] observations = Normal(policy.ObservationSize * Many, 1);
        Real[] noise = Noise(policy, Many);
        var actions = new Real[noise.Length];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Run()
        {
            var input = new ConstMatrix(observations, policy.ObservationSize, Many);
            actor.Act(input, new ConstMatrix(noise, policy.ActionSize, Many), new Matrix(actions, policy.ActionSize, Many));
            actor.Mode(input, new Matrix(actions, policy.ActionSize, Many));
        }
    }

    [Fact]
    public void NormalizeAndEncode_WrongShape_Throw()
    {
        IPolicy policy = CreatePolicy();
        var memory = new Real[100];
        Should.Throw<ArgumentException>(() => policy.Normalize(
            new ConstMatrix(memory, policy.ObservationSize + 1, 2), new Matrix(memory, policy.ObservationSize + 1, 2)));
        Should.Throw<ArgumentException>(() => policy.EncodeActions(
            new ConstMatrix(memory, policy.ActionSize + 1, 2), new Matrix(memory, policy.EncodedActionSize, 2)));
        Should.Throw<ArgumentException>(() => policy.EncodeActions(
            new ConstMatrix(memory, policy.ActionSize, 2), new Matrix(memory, policy.EncodedActionSize, 3)));
    }

    /// <summary>A policy of moderate size: at most two components of an action.</summary>
    protected abstract IPolicy CreatePolicy();

    /// <summary>θ away from the first values, so that every tensor matters.</summary>
    protected static Real[] Parameters(IPolicy policy) => RandomBatch.Parameters(policy, 5);

    private static IPolicyActor Actor(IPolicy policy)
    {
        IPolicyActor actor = policy.CreateActor(Many);
        actor.Load(Parameters(policy));
        return actor;
    }

    private static Real[] Normal(int count, ulong seed)
    {
        var values = new Real[count];
        RandomKey.FromSeed(seed).FillNormal(0, values);
        return values;
    }

    private static Real[] Noise(IPolicy policy, int samples)
    {
        var noise = new Real[policy.ActionSize * samples];
        policy.FillNoise(Key, 0, noise);
        return noise;
    }

    private static Real[] Act(IPolicy policy, IPolicyActor actor, Real[] observations, Real[] noise)
    {
        int samples = noise.Length / policy.ActionSize;
        var actions = new Real[noise.Length];
        actor.Act(
            new ConstMatrix(observations, policy.ObservationSize, samples),
            new ConstMatrix(noise, policy.ActionSize, samples),
            new Matrix(actions, policy.ActionSize, samples));
        return actions;
    }

    private static Real[] Mode(IPolicy policy, IPolicyActor actor, Real[] observations)
    {
        int samples = observations.Length / policy.ObservationSize;
        var actions = new Real[policy.ActionSize * samples];
        actor.Mode(
            new ConstMatrix(observations, policy.ObservationSize, samples), new Matrix(actions, policy.ActionSize, samples));
        return actions;
    }

    private static Real[] Column(Real[] rows, int columns, int column)
        => [.. Enumerable.Range(0, rows.Length / columns).Select(row => rows[(row * columns) + column])];
}
