using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Rollouts;

/// <summary>Checks that a policy can act in an environment.</summary>
internal static class PolicyFit
{
    public static void Check(EnvironmentSpec spec, IPolicy policy)
    {
        if (policy.ObservationSize != spec.ObservationSize
            || policy.ActionSize != spec.ActionSize
            || policy.ActionChoices != spec.ActionChoices)
        {
            throw new ArgumentException(
                $"'{spec.Id}' has {spec.ObservationSize} observations and {spec.ActionSize} actions{Choices(spec.ActionChoices)}; the "
                    + $"policy has {policy.ObservationSize} and {policy.ActionSize}{Choices(policy.ActionChoices)}.",
                nameof(policy));
        }
    }

    private static string Choices(int choices) => choices == 0 ? string.Empty : $" of {choices} choices";
}
