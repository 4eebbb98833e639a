using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Contracts;

/// <summary>What every environment that can be restored to mixed states must do, beyond
/// <see cref="EnvironmentContract{TFamily}"/>.</summary>
public abstract class MixableEnvironmentContract<TFamily> : EnvironmentContract<TFamily>
    where TFamily : IEnvironmentFamily
{
    private static readonly RandomKey Key = RandomKey.FromSeed(7);
    private static readonly int[] Pair = [0, 1];

    [ContractFact]
    public void Mix_LambdaOneOrZero_GivesTheEnds()
    {
        using Scope scope = Build(CreateFamily(), 2);
        (Real[] first, Real[] second) = VisitedStates(scope.Environment);
        Real[] mixed = new Real[first.Length];
        ((IMixable)scope.Environment).Mix(first, second, 1, mixed);
        mixed.ShouldBe(first);
        ((IMixable)scope.Environment).Mix(first, second, 0, mixed);
        mixed.ShouldBe(second);
    }

    [ContractFact]
    public void Mix_LambdaOutsideUnitInterval_Throws()
    {
        using Scope scope = Build(CreateFamily(), 2);
        (Real[] first, Real[] second) = VisitedStates(scope.Environment);
        Should.Throw<ArgumentException>(() => ((IMixable)scope.Environment).Mix(first, second, (Real)1.5, new Real[first.Length]));
        Should.Throw<ArgumentException>(() => ((IMixable)scope.Environment).Mix(first, second, Real.NaN, new Real[first.Length]));
    }

    [ContractFact]
    public void Restore_VisitedState_ReadsBackFeasible()
    {
        using Scope scope = Build(CreateFamily(), 2);
        (Real[] first, Real[] second) = VisitedStates(scope.Environment);
        Real[] states = [.. first, .. second];
        bool[] feasible = new bool[2];
        ((IMixable)scope.Environment).Restore(Pair, states, new Real[2 * scope.Environment.Spec.ObservationSize], feasible);
        feasible.ShouldBe([true, true]);
        Real[] read = new Real[states.Length];
        ((IMixable)scope.Environment).ReadStates(Pair, read);
        read.ShouldBe(states);
    }

    [ContractFact]
    public void Restore_VisitedState_ContinuesLikeTheOriginal()
    {
        using Scope scope = Build(CreateFamily(), 2);
        IEnvironment environment = scope.Environment;
        (Real[] first, _) = VisitedStates(environment);
        StepBuffers original = new(environment.Spec, 1);
        Array.Fill(original.Actions, (Real)0.05);
        environment.Step([0], original.Actions, original.Result);

        StepBuffers restored = new(environment.Spec, 1);
        Array.Fill(restored.Actions, (Real)0.05);
        bool[] feasible = new bool[1];
        ((IMixable)environment).Restore([1], first, restored.Observations, feasible);
        environment.Step([1], restored.Actions, restored.Result);
        restored.Observations.ShouldBe(original.Observations);
        restored.Rewards.ShouldBe(original.Rewards);
        restored.Terminated.ShouldBe(original.Terminated);
    }

    /// <summary>Resets copies 0 and 1, makes a few different steps and reads both states; the copies stay where they are.</summary>
    private static (Real[] First, Real[] Second) VisitedStates(IEnvironment environment)
    {
        StepBuffers buffers = new(environment.Spec, 2);
        environment.Reset(Pair, Key, buffers.Observations);
        for (int t = 0; t < Math.Min(3, environment.Spec.Horizon - 1); t++)
        {
            Key.FillNormal((ulong)(t * buffers.Actions.Length), buffers.Actions);
            environment.Step(Pair, buffers.Actions, buffers.Result);
            buffers.Terminated.ShouldBe([false, false], "the first steps of this contract's task must not terminate");
        }

        int size = ((IMixable)environment).StateSize;
        Real[] states = new Real[2 * size];
        ((IMixable)environment).ReadStates(Pair, states);
        return (states[..size], states[size..]);
    }
}
