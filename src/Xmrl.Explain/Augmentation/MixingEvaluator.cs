using Xmrl.Autodiff;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Augmentation;

/// <summary>Evaluates a <see cref="MixingProgram"/> on mixed samples, block by block. One per worker.</summary>
internal sealed class MixingEvaluator
{
    private readonly MixingProgram _program;
    private readonly TapeWorkspace _gradient;
    private readonly TapeWorkspace _curvature;
    private readonly Real[] _direction;

    // Every mixed sample is a trajectory of its own.
    private readonly int[] _starts = [.. Enumerable.Range(0, SurrogateEvaluator.BlockSamples + 1)];

    /// <summary>Prepares an evaluator.</summary>
    /// <param name="program">The program.</param>
    public MixingEvaluator(MixingProgram program)
    {
        _program = program;
        _gradient = new TapeWorkspace(program.GradientProgram);
        _curvature = new TapeWorkspace(program.CurvatureProgram);
        _direction = new Real[program.Policy.ParameterCount];
    }

    /// <summary>The parameters that sampled, for a program that holds the base; a divergence pulls to them too. Shape [P]; not needed by
    /// others.</summary>
    public Real[] BaseParameters { get; set; } = [];

    /// <summary>Weight of the divergence of one sample, for a program that has one.</summary>
    public double DivergenceWeight { get; set; }

    /// <summary>∂/∂λ of v·∇_θ of the surrogate on the mixed samples.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="samples">The mixed samples; their weights times the union's scale are used.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <returns>The mixed derivative.</returns>
    public double GradientSlope(ReadOnlySpan<Real> parameters, AddedSamples samples, ReadOnlySpan<double> vector)
        => Sum(_gradient, _program.GradientSlope, parameters, samples, new Directions { First = vector });

    /// <summary>∂/∂λ of wᵀ·H·v with the Hessian of the surrogate on the mixed samples.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="samples">The mixed samples.</param>
    /// <param name="first">Vector v. Shape [P].</param>
    /// <param name="second">Second vector w. Shape [P].</param>
    /// <returns>The mixed derivative.</returns>
    public double CurvatureSlope(
        ReadOnlySpan<Real> parameters, AddedSamples samples, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
        => Sum(_curvature, _program.CurvatureSlope, parameters, samples, new Directions { First = first, Second = second });

    /// <summary>∂/∂λ of yᵀ(G_θθ·t + G_θφ·u), where G is the surrogate less the divergence from the meta-policy at φ.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="samples">The mixed samples.</param>
    /// <param name="directions">y, t and u.</param>
    /// <returns>The mixed derivative.</returns>
    public double JointSlope(ReadOnlySpan<Real> parameters, AddedSamples samples, Directions directions)
        => Sum(_curvature, _program.CurvatureSlope, parameters, samples, directions);

    private double Sum(
        TapeWorkspace workspace, Node output, ReadOnlySpan<Real> parameters, AddedSamples samples, Directions directions)
    {
        if (samples is not AugmentedSamples { Batch: { } batch, Pairs: { } pairs })
        {
            return 0;
        }

        double sum = 0;
        for (int start = 0; start < batch.Samples; start += SurrogateEvaluator.BlockSamples)
        {
            int count = Math.Min(SurrogateEvaluator.BlockSamples, batch.Samples - start);
            workspace.Begin(count);
            for (int k = 0; k < _program.Recording.Parameters.Count; k++)
            {
                workspace.Bind(_program.Recording.Parameters[k], _program.Policy.Tensors[k].Of(parameters));
                if (_program.Base is { } sampled)
                {
                    workspace.Bind(sampled.Parameters[k], _program.Policy.Tensors[k].Of((ReadOnlySpan<Real>)BaseParameters));
                }

                if (_program.MetaPolicy is { } meta)
                {
                    workspace.Bind(meta.Parameters[k], _program.Policy.Tensors[k].Of((ReadOnlySpan<Real>)BaseParameters));
                }
            }

            if (_program.MetaPolicy is not null)
            {
                workspace.Bind(_program.Weight, [(Real)DivergenceWeight]);
            }

            workspace.Bind(_program.First, Columns(pairs.First, start, count));
            workspace.Bind(_program.Second, Columns(pairs.Second, start, count));
            workspace.Bind(_program.Actions, Columns(batch.Actions, start, count));
            workspace.Bind(_program.Lambda, [(Real)pairs.Lambda]);
            workspace.Bind(_program.Centre, [(Real)pairs.Lambda]);
            workspace.Bind(_program.Slopes, pairs.AdvantageSlopes.AsSpan(start, count));
            BindWeighted(workspace, batch, samples.UnionScale, start, count);
            BindDirection(workspace, _program.FirstDirection, directions.First);
            BindDirection(workspace, _program.SecondDirection, directions.Second);
            BindDirection(workspace, _program.MetaDirection, directions.Meta);
            workspace.BindTrajectories(_starts.AsSpan(0, count + 1));
            workspace.Run();
            sum += workspace.ReadScalar(output);
        }

        return sum;
    }

    private static ConstMatrix Columns(Matrix matrix, int start, int count) => new(matrix.Data[start..], matrix.Rows, count, matrix.Stride);

    private void BindWeighted(TapeWorkspace workspace, SampleBatch batch, double scale, int start, int count)
    {
        Span<Real> weighted = stackalloc Real[SurrogateEvaluator.BlockSamples];
        for (int i = 0; i < count; i++)
        {
            weighted[i] = (Real)(batch.Advantages[start + i] * scale);
        }

        workspace.Bind(_program.Advantages, weighted[..count]);
    }

    private void BindDirection(TapeWorkspace workspace, Node[] inputs, ReadOnlySpan<double> vector)
    {
        if (vector.IsEmpty || !inputs.Any(workspace.Needs))
        {
            return;
        }

        for (int i = 0; i < vector.Length; i++)
        {
            _direction[i] = (Real)vector[i];
        }

        for (int k = 0; k < inputs.Length; k++)
        {
            workspace.Bind(inputs[k], _program.Policy.Tensors[k].Of((ReadOnlySpan<Real>)_direction));
        }
    }

    /// <summary>Vectors along which is differentiated; empty where there is none. Shape [P] each.</summary>
    public readonly ref struct Directions
    {
        /// <summary>y, or the only vector.</summary>
        public ReadOnlySpan<double> First { get; init; }

        /// <summary>t, along the adapted parameters.</summary>
        public ReadOnlySpan<double> Second { get; init; }

        /// <summary>u, along the meta-parameters.</summary>
        public ReadOnlySpan<double> Meta { get; init; }
    }
}
