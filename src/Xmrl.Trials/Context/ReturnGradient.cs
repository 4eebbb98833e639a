using Xmrl.Autodiff;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Networks;

namespace Xmrl.Trials.Context;

/// <summary>The policy gradient of returns that follow a context: Σ_t credit_t · ∇ ln π(a_t|o_t, z), with respect to the policy and,
/// through z(φ, c, ε), to the encoder. One per worker.</summary>
/// <remarks>With a = tanh(u), u = m + s∘ε drawn, ∇ ln π(a) = Σ [(ε/s)·∇m + (ε² − 1)·∇ ln s]: tanh and its density depend on u alone, which
/// is given. The context c is held fixed, so that the gradient does not see what exploration could show instead.</remarks>
/// <seealso href="https://doi.org/10.1007/BF00992696">Williams (1992), Simple Statistical Gradient-Following Algorithms.</seealso>
internal sealed class ReturnGradient
{
    private readonly PosteriorNetworks _networks;
    private readonly Node[] _policy;
    private readonly Node _observations;
    private readonly Node _noise;
    private readonly Node _credits;
    private readonly Node? _latent;
    private readonly Node[] _policyGradient;
    private readonly Node? _latentGradient;
    private readonly TapeWorkspace _workspace;
    private readonly double[] _part;

    /// <summary>Records the program.</summary>
    /// <param name="networks">The networks.</param>
    public ReturnGradient(PosteriorNetworks networks)
    {
        _networks = networks;
        LatentNetwork policy = networks.Soft.Policy;
        var tape = new Tape();
        _policy = policy.ParameterInputs(tape);
        _observations = tape.Input("observations", policy.Shape.Inputs, Shape.Batch);
        _noise = tape.Input("noise", policy.Shape.Outputs / 2, Shape.Batch);
        _credits = tape.Input("credits", 1, Shape.Batch);
        _latent = policy.Shape.Latent > 0 ? tape.Input("latent", policy.Shape.Latent, 1) : null;

        Squashed action = SquashedGaussian.Record(tape, policy.Record(tape, _policy, _observations, _latent), _noise);
        Node scaled = _noise / tape.StopGradient(tape.Exp(action.LogDeviation));
        Node score = tape.SumFeatures((scaled * action.Mean) + ((tape.Square(_noise) + (-1)) * action.LogDeviation));
        Node[] gradient = tape.Gradient(tape.Sum(_credits * score), _latent is { } z ? [.. _policy, z] : _policy);
        _policyGradient = gradient[.._policy.Length];
        _latentGradient = _latent is null ? null : gradient[^1];
        _workspace = new TapeWorkspace(tape.Compile(gradient));
        _part = new double[Math.Max(policy.Length, networks.Encoder?.Length ?? 0)];
    }

    /// <summary>Adds a trial's gradient.</summary>
    /// <param name="encoder">The posterior; null without a latent.</param>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="credits">Credit of every step. Shape [T].</param>
    /// <param name="into">Receives the sum, at the places of policy and encoder. Shape [P].</param>
    public void Add(EncoderStep? encoder, Real[] parameters, Trial trial, Real[] credits, Span<double> into)
    {
        LatentNetwork policy = _networks.Soft.Policy;
        _workspace.Begin(trial.Steps);
        policy.Bind(_workspace, _policy, parameters);
        _workspace.Bind(_observations, new ConstMatrix(trial.Observations, policy.Shape.Inputs, trial.Steps));
        _workspace.Bind(_noise, new ConstMatrix(trial.Noise, policy.Shape.Outputs / 2, trial.Steps));
        _workspace.Bind(_credits, new ConstMatrix(credits, 1, trial.Steps));
        if (_latent is { } z)
        {
            _workspace.Bind(z, trial.Latent);
        }

        _workspace.Run();
        policy.Read(_workspace, _policyGradient, _part);
        VectorOperations.AddScaled(1, _part.AsSpan(0, policy.Length), into.Slice(policy.Offset, policy.Length));
        if (encoder is null || trial.Context.Length == 0 || _networks.Encoder is not { } network)
        {
            return;
        }

        ConstMatrix ofLatent = _workspace.Read(_latentGradient!.Value);
        var wanted = new Real[trial.Latent.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = ofLatent[i, 0];
        }

        var context = new ConstMatrix(trial.Context, network.Shape.Inputs, trial.Context.Length / network.Shape.Inputs);
        encoder.Differentiate(parameters, context, trial.LatentNoise, (wanted, 0), _part.AsSpan(0, network.Length));
        VectorOperations.AddScaled(1, _part.AsSpan(0, network.Length), into.Slice(network.Offset, network.Length));
    }
}
