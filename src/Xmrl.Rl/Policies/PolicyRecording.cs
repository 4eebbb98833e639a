using Xmrl.Autodiff;

namespace Xmrl.Rl.Policies;

/// <summary>A policy recorded on a tape: its parameters as inputs, the log-probability of given actions as a node.</summary>
public sealed class PolicyRecording
{
    /// <summary>The tape.</summary>
    public required Tape Tape { get; init; }

    /// <summary>The policy.</summary>
    public required IPolicy Policy { get; init; }

    /// <summary>One input per tensor of the policy, in its order.</summary>
    public required IReadOnlyList<Node> Parameters { get; init; }

    /// <summary>ln π_θ(a|s). Shape [1, samples].</summary>
    public required Node LogProbability { get; init; }

    /// <summary>What fixes the action distribution, for divergences. A Gaussian policy: mean [A, samples] and ln σ [A, 1]; a categorical
    /// one: ln π [k, samples].</summary>
    public required IReadOnlyList<Node> Statistics { get; init; }

    /// <summary>Records KL(p ‖ π_θ(·|s)) per sample, in nats, shape [1, samples], where p has the given statistics.</summary>
    public required Func<IReadOnlyList<Node>, Node> DivergenceFrom { get; init; }

    /// <summary>Records KL(π_θ(·|s) ‖ p) per sample, in nats, shape [1, samples], where p has the given statistics; null for a policy that
    /// does not have it, and which the reverse divergence of BO-MRL then refuses.</summary>
    public Func<IReadOnlyList<Node>, Node>? DivergenceTo { get; init; }

    /// <summary>Records the entropy of π_θ(·|s) in nats: per sample, shape [1, samples], or one number where it is the same for all, shape
    /// [1, 1]; null for a policy that does not have it.</summary>
    internal Func<Node>? Entropy { get; init; }

    /// <summary>Records a KL divergence from or to the policy of another recording, per sample, in nats.</summary>
    /// <param name="divergence">Forward: from the other policy to this one. Reverse: from this one to the other.</param>
    /// <param name="other">The other policy.</param>
    /// <returns>Shape [1, samples].</returns>
    /// <exception cref="ArgumentException">The policy cannot give the divergence, or it is not one of policies.</exception>
    internal Node Divergence(ProximalDivergence divergence, PolicyRecording other) => divergence switch
    {
        ProximalDivergence.Forward => DivergenceFrom(other.Statistics),
        ProximalDivergence.Reverse when DivergenceTo is { } reverse => reverse(other.Statistics),
        _ => throw new ArgumentException(
            $"divergence is {divergence}, which {Policy.GetType().Name} cannot give; forward, or reverse where its recording has "
                + "DivergenceTo.",
            nameof(divergence)),
    };

    /// <summary>Records the Fisher matrix of the action distribution with respect to <see cref="Statistics"/>, times a direction in them:
    /// one node per statistic, of its shape.</summary>
    public required Func<IReadOnlyList<Node>, Node[]> FisherMetric { get; init; }

    /// <summary>The Fisher matrix of the recorded samples times a vector: Σₜ Jₜᵀ·Mₜ·Jₜ·v, where J is the derivative of the statistics with
    /// respect to the parameters and M the Fisher matrix of the action distribution with respect to them.</summary>
    /// <param name="direction">v, one node per tensor.</param>
    /// <returns>One node per tensor.</returns>
    /// <seealso href="https://jmlr.org/papers/v21/17-678.html">Martens (2020), New insights and perspectives on the natural gradient
    /// method, §9.</seealso>
    public Node[] FisherProduct(Node[] direction)
    {
        Node[] parameters = [.. Parameters];
        Node[] statistics = [.. Statistics];
        return Tape.VectorJacobian(statistics, FisherMetric(Tape.Tangent(statistics, parameters, direction)), parameters);
    }

    /// <summary>One input per tensor of a policy, under a name of its own where the policy is recorded a second or third time, with other
    /// parameters.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>The inputs, in the policy's order.</returns>
    public static Node[] ParameterInputs(Tape tape, IPolicy policy)
    {
        string name = policy.Tensors[0].Name;
        string prefix = !tape.HasInput(name) ? string.Empty : !tape.HasInput($"second.{name}") ? "second." : "third.";
        return [.. policy.Tensors.Select(tensor => tape.Input(prefix + tensor.Name, tensor.Rows, tensor.Columns))];
    }

    /// <summary>Splits a flat vector into the policy's tensors as inputs of the tape: a direction for Hessian-vector products.</summary>
    /// <param name="prefix">Prefix of the inputs' names.</param>
    /// <returns>One input per tensor.</returns>
    public Node[] DirectionInputs(string prefix)
        => [.. Policy.Tensors.Select(tensor => Tape.Input($"{prefix}.{tensor.Name}", tensor.Rows, tensor.Columns))];
}
