using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Rollouts;

/// <summary>Checks that a policy can act in an environment.</summary>
internal static class PolicyFit
{
    public static void Check(EnvironmentSpec spec, GaussianMlpShape policy)
    {
        if (policy.ObservationSize != spec.ObservationSize || policy.ActionSize != spec.ActionSize)
        {
            throw new ArgumentException(
                $"'{spec.Id}' has {spec.ObservationSize} observations and {spec.ActionSize} actions; the policy has {policy.ObservationSize} and {policy.ActionSize}.",
                nameof(policy));
        }
    }
}
