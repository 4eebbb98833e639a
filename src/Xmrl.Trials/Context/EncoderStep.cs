using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Networks;

namespace Xmrl.Trials.Context;

/// <summary>The posterior of a latent: every transition gives a Gaussian factor, and their product is a Gaussian again. One per
/// worker.</summary>
/// <remarks>f_φ(c_n) = (m_n, v_n), σ_n² = max(softplus(v_n), 1e-7); σ² = 1/Σσ_n⁻², μ = σ²·Σm_n·σ_n⁻², z = μ + σ∘ε. No prior is among the
/// factors.</remarks>
/// <seealso href="https://arxiv.org/abs/1903.08254">Rakelly et al. (2019), Section 4.1.</seealso>
internal sealed class EncoderStep
{
    /// <summary>Least variance of a factor, so that no transition is taken for certain.</summary>
    internal const double LeastVariance = 1e-7;

    private readonly LatentNetwork _encoder;
    private readonly Tape _tape = new();
    private readonly Node[] _parameters;
    private readonly Node _context;
    private readonly Node _noise;
    private readonly Node _wanted;
    private readonly Node _weight;
    private readonly Node _mean;
    private readonly Node _variance;
    private readonly Node _latent;
    private readonly Node _divergence;
    private readonly Node[] _gradient;
    private readonly TapeWorkspace _inference;
    private readonly TapeWorkspace _differentiation;

    /// <summary>Records the programs.</summary>
    /// <param name="encoder">f_φ, with 2L outputs.</param>
    public EncoderStep(LatentNetwork encoder)
    {
        _encoder = encoder;
        int size = encoder.Shape.Outputs / 2;
        _parameters = encoder.ParameterInputs(_tape);
        _context = _tape.Input("context", encoder.Shape.Inputs, Shape.Batch);
        _noise = _tape.Input("noise", size, 1);
        _wanted = _tape.Input("wanted", size, 1);
        _weight = _tape.Input("weight", 1, 1);

        Node output = encoder.Record(_tape, _parameters, _context, null);
        Node floor = _tape.Softplus(_tape.SliceRows(output, size, size));
        Node factor = _tape.Maximum(floor, _tape.Constant(LeastVariance, floor.Shape));
        Node precision = _tape.Constant(1, factor.Shape) / factor;
        Node sum = _tape.SumSamples(precision);
        _variance = _tape.Constant(1, sum.Shape) / sum;
        _mean = _variance * _tape.SumSamples(_tape.SliceRows(output, 0, size) * precision);
        _latent = _mean + (_tape.Sqrt(_variance) * _noise);
        _divergence = 0.5 * _tape.Sum(_tape.Square(_mean) + _variance + (-1) - _tape.Log(_variance));
        _gradient = _tape.Gradient(_tape.Dot(_latent, _wanted) - (_weight * _divergence), _parameters);
        _inference = new TapeWorkspace(_tape.Compile([_mean, _variance, _latent, _divergence]));
        _differentiation = new TapeWorkspace(_tape.Compile(_gradient));
    }

    /// <summary>μ of the last inference. Shape [L, 1].</summary>
    public ConstMatrix Mean => _inference.Read(_mean);

    /// <summary>σ² of the last inference. Shape [L, 1].</summary>
    public ConstMatrix Variance => _inference.Read(_variance);

    /// <summary>KL(N(μ, σ²) ‖ N(0, I)) of the last inference, in nats.</summary>
    public double Divergence => _inference.ReadScalar(_divergence);

    /// <summary>Infers a latent.</summary>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="context">Transitions c. Shape [inputs, N], N ≥ 1.</param>
    /// <param name="noise">Standard normal draws ε. Shape [L].</param>
    /// <param name="latent">Receives z. Shape [L].</param>
    public void Infer(ReadOnlySpan<Real> parameters, ConstMatrix context, ReadOnlySpan<Real> noise, Span<Real> latent)
    {
        Bind(_inference, parameters, context, noise);
        _inference.Run();
        ConstMatrix z = _inference.Read(_latent);
        for (int i = 0; i < latent.Length; i++)
        {
            latent[i] = z[i, 0];
        }
    }

    /// <summary>∇_φ [⟨w, z⟩ − κ·KL]: hands the gradient of an objective with respect to z on to the encoder.</summary>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="context">The context of the inference.</param>
    /// <param name="noise">Its noise.</param>
    /// <param name="wanted">w of shape [L], and κ.</param>
    /// <param name="into">Receives the gradient.</param>
    public void Differentiate(
        ReadOnlySpan<Real> parameters,
        ConstMatrix context,
        ReadOnlySpan<Real> noise,
        (Real[] Latent, double Divergence) wanted,
        Span<double> into)
    {
        Bind(_differentiation, parameters, context, noise);
        _differentiation.Bind(_wanted, wanted.Latent);
        _differentiation.Bind(_weight, [(Real)wanted.Divergence]);
        _differentiation.Run();
        _encoder.Read(_differentiation, _gradient, into);
    }

    private void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters, ConstMatrix context, ReadOnlySpan<Real> noise)
    {
        workspace.Begin(context.Columns);
        _encoder.Bind(workspace, _parameters, parameters);
        workspace.Bind(_context, context);
        workspace.Bind(_noise, noise);
    }
}
