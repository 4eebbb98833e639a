using Xmrl.Fixtures;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Exporting.Tests;

/// <summary>The graph of one step against the policy that plays the trials.</summary>
public sealed class ExportedRecurrentPolicyTests : IDisposable
{
    /// <summary>One step in single precision with another order of sums: a few ulp of numbers of the order of 1.</summary>
    private const double StepTolerance = 1e-5;

    /// <summary>The same after 200 steps that feed the memory back.</summary>
    private const double TrialTolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. RecurrentSample.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void ToOnnx_Graph_HasTheDocumentedInputsOutputsAndOperators(string name)
    {
        var sample = new RecurrentSample(name);
        var model = new PlainOnnxModel(Onnx(sample));

        (model.Opset, model.IrVersion, model.Name).ShouldBe((OnnxPolicy.Opset, OnnxPolicy.IrVersion, name.Replace('-', '_')));
        int encoded = sample.Policy.Head.EncodedActionSize;
        int memory = sample.Policy.MemorySize;
        model.Inputs.ShouldBe(
        [
            $"observation[batch,{sample.Policy.ObservationSize}]", $"previous_action[batch,{encoded}]", "previous_reward[batch,1]",
            "trajectory_start[batch,1]", $"memory[batch,{memory}]",
        ]);
        string[] distribution = sample.IsGaussian
            ? [$"mean[batch,{encoded}]", $"log_std[batch,{encoded}]"]
            : [$"logits[batch,{encoded}]", $"probabilities[batch,{encoded}]"];
        model.Outputs.ShouldBe([.. distribution, $"next_memory[batch,{memory}]"]);
        model.Operators.ShouldBeSubsetOf(
            ["Sub", "Mul", "Add", "Concat", "Gemm", "Sigmoid", "Tanh", "Relu", "Softmax", "Shape", "Expand"]);
        model.Operators.Count(static type => type == "Sigmoid").ShouldBe(2);
        model.Names.ShouldAllBe(static found => found.Length > 0
            && !char.IsAsciiDigit(found[0])
            && found.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_'));
    }

    [Theory]
    [InlineData("gaussian", "the last action as it was drawn")]
    [InlineData("categorical", "the last choice as one 1 among zeros")]
    public void ToOnnx_Metadata_SayHowATrialBegins(string name, string action)
    {
        Dictionary<string, string> metadata = new PlainOnnxModel(Onnx(new RecurrentSample(name))).Metadata;

        (metadata["seed"], metadata["memory.size"]).ShouldBe(("9", "24"));
        metadata["trial.start"].ShouldBe("memory, previous_action, previous_reward and trajectory_start are 0");
        metadata["trial.step"].ShouldContain(action);
        metadata["trial.trajectory"].ShouldContain("trajectory_start is 1, otherwise 0");
    }

    /// <summary>Each step from the policy's own memory, and all of them with the graph's own memory fed back.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ToOnnx_IndependentReader_ComputesWhatThePolicyDoes(string name)
    {
        var sample = new RecurrentSample(name);
        var model = new PlainOnnxModel(Onnx(sample));
        double[] memory = sample.Memory[0];
        for (int step = 0; step < RecurrentSample.Steps; step++)
        {
            Dictionary<string, double[]> single = model.Evaluate(With(sample.Told[step], sample.Memory[step]));
            Compare(sample, step, single, StepTolerance);

            Dictionary<string, double[]> fed = model.Evaluate(With(sample.Told[step], memory));
            Compare(sample, step, fed, TrialTolerance);
            memory = fed["next_memory"];
        }
    }

    /// <summary>All steps side by side, each with the policy's own memory; then one after another, with the graph's.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ToOnnx_OnnxRuntime_ComputesWhatThePolicyDoes(string name)
    {
        var sample = new RecurrentSample(name);
        using var session = new OnnxSession(Onnx(sample));
        Dictionary<string, double[]>[] told = [.. sample.Told.Select((step, i) => With(step, sample.Memory[i]))];

        Dictionary<string, OnnxSession.Output> together = session.Run(
            told[0].Keys.ToDictionary(static input => input, input => told.SelectMany(step => step[input]).ToArray()), told.Length);
        double[] memory = sample.Memory[0];
        for (int step = 0; step < told.Length; step++)
        {
            Compare(sample, step, together.ToDictionary(static output => output.Key, output => Row(output.Value, step)), StepTolerance);
            var apart = session.Run(With(sample.Told[step], memory), 1)
                .ToDictionary(static output => output.Key, static output => output.Value.Values);
            Compare(sample, step, apart, TrialTolerance);
            memory = apart["next_memory"];
        }

        static double[] Row(OnnxSession.Output output, int row) => output.Values.AsSpan(row * output.Shape[1], output.Shape[1]).ToArray();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSafetensors_Policy_HoldsEveryTensorAndTheNormalisation(string name)
    {
        var sample = new RecurrentSample(name);
        sample.Exported.Write(_folder["p.safetensors"], ExportFormat.Safetensors);

        SafetensorsFile file = SafetensorsFile.Read(_folder["p.safetensors"]);

        string[] more = ["observation.centre", "observation.scale", .. sample.IsGaussian ? ["log_std"] : (string[])[]];
        file.Tensors.Keys.ShouldBe(sample.Policy.Tensors.Select(static tensor => tensor.Name).Union(more), ignoreOrder: true);
        foreach (TensorSpec tensor in sample.Policy.Tensors)
        {
            file[tensor.Name].Values<Real>().ShouldBe(tensor.Of(sample.Parameters.AsSpan()).ToArray());
            file[tensor.Name].Shape.ShouldBe(
                tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? [tensor.Rows, tensor.Columns] : [tensor.Length], tensor.Name);
        }

        file["observation.centre"].Count.ShouldBe(sample.Policy.ObservationSize);
        (file.Metadata["distribution"], file.Metadata["memory.size"]).ShouldBe((sample.IsGaussian ? "gaussian" : "categorical", "24"));
    }

    [Fact]
    public void Constructor_ParameterThatIsNotFinite_NamesItsTensor()
    {
        var sample = new RecurrentSample("gaussian");
        sample.Parameters[sample.Policy.MemoryBias.Offset] = Real.NaN;

        Should.Throw<ArithmeticException>(() => new ExportedTensors(sample.Policy.Tensors, sample.Parameters, "p"))
            .Message.ShouldContain("memory.bias");
    }

    [Fact]
    public void Write_PartsThatDoNotFit_NamesBothSizes()
    {
        OnnxCell cell = new RecurrentSample("gaussian").Exported.ToOnnx();
        using var stream = new MemoryStream();

        Refused(With(memory => memory with { ActionSize = 3 }), "Layer reset_gate", "expected [n, 32]");
        Refused(With(static memory => memory with { ActionSize = 0 }), "ActionSize is 0");
        Refused(
            With(static memory => memory with { UpdateGate = memory.Candidate with { Weight = memory.ResetGate.Weight } }),
            "each name once");
        Refused(
            With(static memory => memory with { Candidate = memory.Candidate with { Weight = [0, 0, 0, 0, 0, 0, 0], Bias = [0] } }),
            "has 1 biases; expected 24");
        Refused(cell with { LogStd = [0] }, "expected 2");
        Refused(With(static memory => memory with { ObservationScale = [1] }), "ObservationScale 1");
        stream.Length.ShouldBe(0);

        OnnxCell With(Func<OnnxMemory, OnnxMemory> change) => cell with { Memory = change(cell.Memory) };

        void Refused(OnnxCell wrong, params string[] expected)
        {
            string message = Should.Throw<ArgumentException>(() => wrong.Write(stream)).Message;
            expected.ShouldAllBe(part => message.Contains(part, StringComparison.Ordinal), message);
        }
    }

    private static byte[] Onnx(RecurrentSample sample)
    {
        using var stream = new MemoryStream();
        sample.Exported.ToOnnx().Write(stream);
        return stream.ToArray();
    }

    private static Dictionary<string, double[]> With(Dictionary<string, double[]> told, double[] memory)
        => new(told, StringComparer.Ordinal) { ["memory"] = memory };

    private static void Compare(RecurrentSample sample, int step, Dictionary<string, double[]> found, double tolerance)
    {
        Dictionary<string, double[]> expected = sample.Expected(step);
        found.Keys.ShouldBe(expected.Keys, ignoreOrder: true);
        foreach ((string output, double[] wanted) in expected)
        {
            double[] got = found[output];
            got.Length.ShouldBe(wanted.Length);
            for (int i = 0; i < wanted.Length; i++)
            {
                if (!(Math.Abs(got[i] - wanted[i]) <= tolerance * Math.Max(1, Math.Abs(wanted[i]))))
                {
                    Assert.Fail($"{sample.Exported.Name}, step {step}, {output} {i}: {got[i]}; expected {wanted[i]}.");
                }
            }
        }
    }
}
