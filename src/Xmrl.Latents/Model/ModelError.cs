using Xmrl.Autodiff;
using Xmrl.Latents.Networks;
using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Latents.Model;

/// <summary>The model's error on some trials, and its gradient through the memory. One per worker.</summary>
/// <remarks>
/// <para>𝓔_t = mean_i [w_r (r_i − R̂_i)² + w_s ‖s′_i − Ŝ_i‖²] + w_g (ln q(z|h, y) − ln p(z|y)) + w_c (ln K − entropy q(y|h))
/// + w_o Σ_k q_k ln K·e^{k−K} + w_e mean (h − ĥ(z))² with h constant in the last term; the mean over times t and trials.</para>
/// <para>The gradient is truncated where a window begins; values are exact.</para>
/// </remarks>
internal sealed class ModelError
{
    private readonly LatentNetworks _networks;
    private readonly LatentProgram _latents;
    private readonly DecoderProgram _decoders;
    private readonly int _windowSteps;
    private readonly GruWindow _window;
    private readonly TapeWorkspace _forward;
    private readonly TapeWorkspace _backward;
    private readonly TapeWorkspace _errors;
    private readonly TapeWorkspace _gradients;
    private readonly PairColumns _pairs;
    private AlignedBuffer _starts = new(0);

    /// <summary>Prepares.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="latents">Compiled once for all workers.</param>
    /// <param name="decoders">Compiled once for all workers.</param>
    /// <param name="windowSteps">Steps after which the gradient is truncated, ≥ 1.</param>
    public ModelError(LatentNetworks networks, LatentProgram latents, DecoderProgram decoders, int windowSteps)
    {
        (_networks, _latents, _decoders, _windowSteps) = (networks, latents, decoders, windowSteps);
        _window = new GruWindow(networks.Recurrent);
        _forward = new TapeWorkspace(latents.Forward);
        _backward = new TapeWorkspace(latents.Backward);
        _errors = new TapeWorkspace(decoders.ErrorProgram);
        _gradients = new TapeWorkspace(decoders.GradientProgram);
        _pairs = new PairColumns(networks, decoders.MaskRows);
    }

    /// <summary>The error.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials.</param>
    /// <param name="share">Weight of every trial.</param>
    public double Value(ReadOnlySpan<Real> parameters, ModelBlock block, double share) => Run(parameters, block, share, []);

    /// <summary>The error and its gradient.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials.</param>
    /// <param name="share">Weight of every trial.</param>
    /// <param name="gradient">Receives ∇: 0 but for encoder and decoders. Shape [P].</param>
    public double ValueAndGradient(ReadOnlySpan<Real> parameters, ModelBlock block, double share, Span<double> gradient)
    {
        gradient.Clear();
        return Run(parameters, block, share, gradient);
    }

    private double Run(ReadOnlySpan<Real> parameters, ModelBlock block, double share, Span<double> gradient)
    {
        int count = block.Encoded.Length;
        int memorySize = _networks.Shape.MemorySize;
        int[] times = [.. block.Encoded.CountBy(encoded => encoded.Trial).OrderBy(entry => entry.Key).Select(entry => entry.Value)];
        Real[] weights = [.. block.Encoded.Select(encoded => (Real)(share / times[encoded.Trial]))];
        _window.Load(parameters[.._networks.RecurrentLength]);
        var memory = new Real[memorySize * count];
        Remember(block, memory);
        Bind(_forward, parameters, block, memory, weights);
        _forward.Run();
        Real[] latent = Packed(_forward.Read(_latents.Latent));
        Real[] code = Packed(_forward.Read(_latents.Code));
        var latentCotangent = new double[latent.Length];
        var codeCotangent = new double[code.Length];
        double value = _forward.ReadScalar(_latents.Error)
            + Decode(parameters, block, (latent, code, weights), (latentCotangent, codeCotangent), gradient);
        if (gradient.IsEmpty)
        {
            return value;
        }

        Bind(_backward, parameters, block, memory, weights);
        _backward.Bind(_latents.LatentCotangent, Rounded(latentCotangent));
        _backward.Bind(_latents.CodeCotangent, Rounded(codeCotangent));
        _backward.Run();
        _latents.Add(_backward, gradient);
        Backwards(block, Packed(_backward.Read(_latents.Gradient[^1])), gradient);
        return value;
    }

    private void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters, ModelBlock block, Real[] memory, Real[] weights)
    {
        workspace.Begin(block.Encoded.Length);
        _latents.Bind(workspace, parameters);
        workspace.Bind(_latents.Memory, memory);
        workspace.Bind(_latents.Noise, block.Noise);
        workspace.Bind(_latents.Weights, weights);
        if (_latents.Gumbel is { } gumbel)
        {
            workspace.Bind(gumbel, block.Gumbel);
        }
    }

    private double Decode(
        ReadOnlySpan<Real> parameters, ModelBlock block, (Real[] Latent, Real[] Code, Real[] Weights) latents,
        (double[] Latent, double[] Code) cotangents, Span<double> gradient)
    {
        TapeWorkspace workspace = gradient.IsEmpty ? _errors : _gradients;
        ReadOnlySpan<(int Latent, int Step)> pairs = PairColumns.Of(block);
        double value = 0;
        for (int first = 0; first < pairs.Length; first += PairColumns.Most)
        {
            ReadOnlySpan<(int Latent, int Step)> own = pairs.Slice(first, Math.Min(PairColumns.Most, pairs.Length - first));
            _pairs.Bind(workspace, _decoders, block, own, latents);
            _decoders.Bind(workspace, parameters);
            workspace.Run();
            value += workspace.ReadScalar(_decoders.Error);
            if (!gradient.IsEmpty)
            {
                _decoders.Add(workspace, gradient);
                Gather(workspace.Read(_decoders.CodeGradient), own, cotangents.Code);
                if (_decoders.LatentGradient is { } node)
                {
                    Gather(workspace.Read(node), own, cotangents.Latent);
                }
            }
        }

        return value;
    }

    /// <summary>Adds every pair's column to that of its latent.</summary>
    private static void Gather(ConstMatrix values, ReadOnlySpan<(int Latent, int Step)> pairs, double[] sums)
    {
        int count = sums.Length / values.Rows;
        for (int row = 0; row < values.Rows; row++)
        {
            ReadOnlySpan<Real> own = values.Row(row);
            for (int i = 0; i < own.Length; i++)
            {
                sums[(row * count) + pairs[i].Latent] += own[i];
            }
        }
    }

    /// <summary>Runs all windows forwards from a memory of zeros; keeps the memory at the start of each and at the times of the
    /// latents.</summary>
    private void Remember(ModelBlock block, Real[] memory)
    {
        int windows = (block.Steps + _windowSteps - 1) / _windowSteps;
        int length = _networks.Shape.MemorySize * block.Trials.Count;
        AlignedBuffer.Grow(ref _starts, (windows + 1) * length);
        _starts.Span[..length].Clear();
        for (int window = 0; window < windows; window++)
        {
            Forward(block, window);
            Copy(block, window, _window.After, memory, isGathered: true);
            Pack(_window.End, _starts.Span.Slice((window + 1) * length, length));
        }
    }

    private void Backwards(ModelBlock block, Real[] adjoints, Span<double> gradient)
    {
        int stride = AlignedBuffer.PaddedStride(block.Trials.Count);
        var buffer = new AlignedBuffer(_networks.Shape.MemorySize * stride);
        for (int window = ((block.Steps + _windowSteps - 1) / _windowSteps) - 1; window >= 0; window--)
        {
            ConstMatrix inputs = Forward(block, window);
            _window.BeginBackward();
            _window.AfterAdjoint.Data.Clear();
            Copy(block, window, _window.AfterAdjoint, adjoints, isGathered: false);

            // Truncated: what later windows would add is left out.
            buffer.Span.Clear();
            _window.Backward(inputs, new Matrix(buffer.Span, _networks.Shape.MemorySize, block.Trials.Count, stride), gradient);
        }
    }

    private ConstMatrix Forward(ModelBlock block, int window)
    {
        int first = window * _windowSteps;
        int steps = Math.Min(_windowSteps, block.Steps - first);
        int trials = block.Trials.Count;
        int length = _networks.Shape.MemorySize * trials;
        _window.Begin(trials, steps);
        Unpack(_starts.Span.Slice(window * length, length), _window.Start);
        Matrix inputs = block.Inputs;
        var own = new ConstMatrix(inputs.Data[(first * trials)..], inputs.Rows, steps * trials, inputs.Stride);
        _window.Forward(own);
        return own;
    }

    /// <summary>Copies the columns of the latents inside a window out of it or into it.</summary>
    private void Copy(ModelBlock block, int window, Matrix columns, Real[] packed, bool isGathered)
    {
        int first = window * _windowSteps;
        int count = block.Encoded.Length;
        for (int i = 0; i < count; i++)
        {
            (int trial, int time) = block.Encoded[i];
            if (time < first || time >= first + _window.Steps)
            {
                continue;
            }

            int column = ((time - first) * block.Trials.Count) + trial;
            for (int row = 0; row < columns.Rows; row++)
            {
                if (isGathered)
                {
                    packed[(row * count) + i] = columns[row, column];
                }
                else
                {
                    columns[row, column] = packed[(row * count) + i];
                }
            }
        }
    }

    private static Real[] Rounded(double[] values) => [.. values.Select(value => (Real)value)];

    private static Real[] Packed(ConstMatrix source)
    {
        var values = new Real[source.Rows * source.Columns];
        Pack(source, values);
        return values;
    }

    private static void Pack(ConstMatrix source, Span<Real> destination)
    {
        for (int row = 0; row < source.Rows; row++)
        {
            source.Row(row).CopyTo(destination[(row * source.Columns)..]);
        }
    }

    private static void Unpack(ReadOnlySpan<Real> source, Matrix destination)
    {
        for (int row = 0; row < destination.Rows; row++)
        {
            source.Slice(row * destination.Columns, destination.Columns).CopyTo(destination.Row(row));
        }
    }
}
