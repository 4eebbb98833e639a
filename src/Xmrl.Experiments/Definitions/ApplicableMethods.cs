using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;

namespace Xmrl.Experiments.Definitions;

/// <summary>The methods of a configuration for which environment and learner have what they need.</summary>
/// <param name="Configuration">The configuration without the others; candidates of the confirmation are among those that are left.</param>
/// <param name="Remark">Which methods were left out and why, in one sentence; null for none.</param>
internal sealed record ApplicableMethods(ImproveConfiguration Configuration, string? Remark)
{
    /// <summary>Looks at what the methods need.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="methods">The methods that it may name.</param>
    /// <param name="family">The environments.</param>
    /// <returns>What is left.</returns>
    /// <exception cref="ConfigurationException">Nothing is left.</exception>
    public static ApplicableMethods Of(ImproveConfiguration configuration, MethodTable methods, IEnvironmentFamily family)
    {
        Method[] mixing = [.. configuration.Retrain.Methods.Select(name => methods[name]).Where(Mixes)];
        if (mixing.Length == 0 || Reason(configuration, family) is not { } reason)
        {
            return new ApplicableMethods(configuration, null);
        }

        ImmutableArray<MethodName> left = [.. configuration.Retrain.Methods.Where(name => !Mixes(methods[name]))];
        string titles = string.Join(", ", mixing.Select(method => method.Title));
        if (left.IsEmpty)
        {
            string others = string.Join(", ", methods.All.Where(method => !Mixes(method)).Select(method => method.Name));
            throw new ConfigurationException(
                $"No method of retrain.methods is left: {titles} {Verb(mixing, "mixes", "mix")} visited states, {reason}. Choose among "
                    + $"{others}.");
        }

        return new ApplicableMethods(
            configuration with
            {
                Retrain = configuration.Retrain with { Methods = left },
                Confirm = configuration.Confirm with { Candidates = Candidates(configuration.Confirm.Candidates, left, methods) },
            },
            $"{titles} {Verb(mixing, "is left out: it mixes", "are left out: they mix")} visited states, {reason}.");
    }

    /// <summary>Whether visited states of the environment can be mixed.</summary>
    internal static bool CanMix(IEnvironmentFamily family)
    {
        IEnvironment environment = family.Create(family.SampleTask(RandomKey.FromSeed(0), 0), 1);

        // Environments with a physics engine hold memory outside the heap.
        using (environment as IDisposable)
        {
            return environment is IMixable;
        }
    }

    private static bool Mixes(Method method) => method.Needs.HasFlag(MethodNeeds.MixedStates);

    private static string? Reason(ImproveConfiguration configuration, IEnvironmentFamily family)
        => !CanMix(family) ? $"which {family.Spec.Id} does not define"
            : !configuration.Meta.Learner.TakesSingleStates
            ? $"and {configuration.Meta.Learner.Card.Title} {configuration.Meta.Learner.LacksOfSingleStates}"
            : null;

    /// <summary>The candidates that may still be chosen; where none is left, the repairs among the methods that are.</summary>
    private static ImmutableArray<MethodName> Candidates(
        ImmutableArray<MethodName> asked, ImmutableArray<MethodName> left, MethodTable methods)
    {
        ImmutableArray<MethodName> kept = [.. asked.Where(name => !Mixes(methods[name]))];
        ImmutableArray<MethodName> repairs = [.. left.Where(name => methods[name].Role == MethodRole.Variant)];
        return !kept.IsEmpty ? kept : !repairs.IsEmpty ? repairs : asked;
    }

    private static string Verb(Method[] methods, string one, string several) => methods.Length == 1 ? one : several;
}
