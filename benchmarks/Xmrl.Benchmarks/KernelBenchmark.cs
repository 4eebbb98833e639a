using System.Diagnostics;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Benchmarks;

/// <summary>Speed of the matrix kernels on one core, as a share of what the core can do.</summary>
public static class KernelBenchmark
{
    private const int BatchSamples = 1024;
    private const int RolloutSamples = 20;
    private const int Rounds = 31;

    // Long enough that the clock's resolution and a call's overhead vanish, short enough that peak and kernel see the same clock frequency.
    private const double SecondsPerRepetition = 0.5e-3;
    private const int WarmUpCalls = 40;

    /// <summary>Measures all kernels; takes a few seconds.</summary>
    /// <param name="cancellation">Checked between repetitions.</param>
    /// <returns>One result per kernel and shape, in a fixed order.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<KernelResult> Run(CancellationToken cancellation)
    {
        List<Measurement> measurements = [];
        foreach ((int inputs, int outputs) in new[] { (64, 64), (100, 100), (2, 64), (2, 100), (64, 2), (100, 2), (17, 64), (64, 6) })
        {
            bool wide = inputs >= 64 && outputs >= 64;
            LayerProducts layer = new(inputs, outputs, BatchSamples);
            string shape = $"{inputs}->{outputs}, {BatchSamples} samples";
            measurements.Add(
                new Measurement($"forward, identity, {shape}", wide, layer.Operations, () => layer.Forward(Activation.Identity)));
            if (wide)
            {
                measurements.Add(
                    new Measurement($"forward, tanh, {shape}", Wide: false, layer.Operations, () => layer.Forward(Activation.Tanh)));
            }

            measurements.Add(new Measurement($"input gradient, {shape}", wide, layer.Operations, layer.InputGradient));
            measurements.Add(new Measurement($"weight gradient, {shape}", wide, layer.Operations, layer.WeightGradient));
        }

        foreach (int width in new[] { 64, 100 })
        {
            LayerProducts layer = new(width, width, RolloutSamples);
            measurements.Add(
                new Measurement(
                    $"forward, tanh, {width}->{width}, {RolloutSamples} samples", Wide: false, layer.Operations,
                    () => layer.Forward(Activation.Tanh)));
        }

        foreach (Measurement measurement in measurements)
        {
            cancellation.ThrowIfCancellationRequested();
            measurement.WarmUp();
        }

        // Round after round through all kernels: what else the machine does for a while then touches a few repetitions of every kernel, not
        // all of one.
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Measurement measurement in measurements)
            {
                cancellation.ThrowIfCancellationRequested();
                measurement.Repeat(round);
            }
        }

        return [.. measurements.Select(measurement => measurement.Result())];
    }

    private sealed record Measurement(string Name, bool Wide, double Operations, Action Kernel)
    {
        private readonly double[] _gflops = new double[Rounds];
        private readonly double[] _peaks = new double[Rounds];
        private readonly double[] _ratios = new double[Rounds];
        private int _calls;

        public void WarmUp()
        {
            long start = Stopwatch.GetTimestamp();
            int calls = 0;
            while (calls < WarmUpCalls || Stopwatch.GetElapsedTime(start).TotalSeconds < 10 * SecondsPerRepetition)
            {
                Kernel();
                FmaPeak.Measure();
                calls++;
            }

            start = Stopwatch.GetTimestamp();
            Kernel();
            _calls = (int)Math.Ceiling(SecondsPerRepetition / Math.Max(1e-7, Stopwatch.GetElapsedTime(start).TotalSeconds));
        }

        public void Repeat(int round)
        {
            Kernel();
            double before = FmaPeak.Measure();
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < _calls; call++)
            {
                Kernel();
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double after = FmaPeak.Measure();
            _gflops[round] = Operations * _calls / seconds / 1e9;
            _peaks[round] = Math.Max(before, after);
            _ratios[round] = _gflops[round] / _peaks[round];
        }

        public KernelResult Result() => new(Name, Wide, FmaPeak.Width, Median(_gflops), Median(_peaks), Median(_ratios));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private sealed class LayerProducts(int inputs, int outputs, int samples)
    {
        private readonly int _stride = AlignedBuffer.PaddedStride(samples);
        private readonly AlignedBuffer _weights = Filled(outputs * inputs, 1);
        private readonly AlignedBuffer _bias = Filled(outputs, 2);
        private readonly AlignedBuffer _input = Filled(inputs * AlignedBuffer.PaddedStride(samples), 3);
        private readonly AlignedBuffer _output = Filled(outputs * AlignedBuffer.PaddedStride(samples), 4);
        private readonly AlignedBuffer _outputGradient = Filled(outputs * AlignedBuffer.PaddedStride(samples), 5);

        public double Operations { get; } = 2.0 * inputs * outputs * samples;

        private Matrix Weights => new(_weights.Span, outputs, inputs);

        private Matrix Input => new(_input.Span, inputs, samples, _stride);

        private Matrix OutputGradient => new(_outputGradient.Span, outputs, samples, _stride);

        public void Forward(Activation activation) =>
            MatrixProduct.Linear(Weights, _bias.Span, Input, activation, new Matrix(_output.Span, outputs, samples, _stride));

        // Gradients overwrite the arrays that the forward product reads: their values stay small and do not matter here.
        public void InputGradient() => MatrixProduct.MultiplyTransposedLeft(Weights, OutputGradient, Input);

        public void WeightGradient() => MatrixProduct.MultiplyTransposedRight(OutputGradient, Input, Weights);

        private static AlignedBuffer Filled(int length, int salt)
        {
            AlignedBuffer buffer = new(length);
            Span<Real> span = buffer.Span;
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (Real)(0.1 * Math.Sin(i + salt));
            }

            return buffer;
        }
    }
}
