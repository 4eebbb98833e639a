using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Training.Exports;

namespace Xmrl.Training.Tests.Exports;

/// <summary>Exports with the names of Unity's ML-Agents, in ONNX Runtime.</summary>
public sealed class MlAgentsTests : IDisposable
{
    private const int Inputs = 400;
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OnnxRuntimeFact]
    public void Write_MlAgents_HasItsNamesAndThePolicysActions()
    {
        foreach (string name in PolicySamples.Names)
        {
            PolicySamples.Export(name).Write(_folder[name + ".onnx"], ExportFormat.MlAgents);
            Real[] observations = PolicySamples.Observations(name, Inputs);
            int outputs = PolicySamples.Outputs(name, observations, Inputs).Length / Inputs;
            byte[] bytes = new byte[(2 * sizeof(int)) + (sizeof(float) * observations.Length)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, observations.Length / Inputs);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), outputs);
            int size = observations.Length / Inputs;
            Span<float> rows = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(2 * sizeof(int)));
            for (int i = 0; i < observations.Length; i++)
            {
                rows[i] = (float)observations[(i % size * Inputs) + (i / size)];
            }

            File.WriteAllBytes(_folder[name + ".in"], bytes);
        }

        OnnxRuntimeFactAttribute.Run("agents.js", _folder.FullPath);

        foreach (string name in PolicySamples.Names)
        {
            using JsonDocument read = JsonDocument.Parse(File.ReadAllText(_folder[name + ".json"]));
            JsonElement outputs = read.RootElement.GetProperty("outputs");
            Numbers(outputs, "version_number").ShouldBe([3]);
            Numbers(outputs, "memory_size").ShouldBe([0]);
            string[] inputs = [.. read.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.GetString()!)];
            Real[] expected = PolicySamples.Outputs(name, PolicySamples.Observations(name, Inputs), Inputs);
            if (PolicySamples.IsGaussian(name))
            {
                inputs.ShouldBe(["obs_0"]);
                CheckNumbers(outputs, expected);
            }
            else
            {
                inputs.ShouldBe(["obs_0", "action_masks"]);
                CheckChoices(outputs, expected);
            }
        }
    }

    /// <summary>What is drawn lies about the mean.</summary>
    private static void CheckNumbers(JsonElement outputs, Real[] expected)
    {
        int size = expected.Length / Inputs;
        Numbers(outputs, "continuous_action_output_shape").ShouldBe([size]);
        double[] means = Numbers(outputs, "deterministic_continuous_actions");
        double[] drawn = Numbers(outputs, "continuous_actions");
        for (int i = 0; i < means.Length; i++)
        {
            double mean = expected[(i % size * Inputs) + (i / size)];
            means[i].ShouldBe(mean, Tolerance * Math.Max(1, Math.Abs(mean)));
        }

        drawn.Zip(means, (a, m) => a - m).Distinct().Count().ShouldBeGreaterThan(Inputs / 2);
    }

    /// <summary>The first choice is forbidden.</summary>
    private static void CheckChoices(JsonElement outputs, Real[] expected)
    {
        int size = expected.Length / Inputs;
        Numbers(outputs, "discrete_action_output_shape").ShouldBe([size]);
        outputs.GetProperty("discrete_actions").GetProperty("type").GetString().ShouldBe("int32");
        double[] likeliest = Numbers(outputs, "deterministic_discrete_actions");
        double[] drawn = Numbers(outputs, "discrete_actions");
        for (int i = 0; i < Inputs; i++)
        {
            double[] logits = [.. Enumerable.Range(1, size - 1).Select(choice => (double)expected[(choice * Inputs) + i])];
            likeliest[i].ShouldBe(1 + Array.IndexOf(logits, logits.Max()));
        }

        drawn.ShouldAllBe(choice => choice >= 1 && choice < size);
    }

    private static double[] Numbers(JsonElement outputs, string name)
        => [.. outputs.GetProperty(name).GetProperty("values").EnumerateArray().Select(static value => value.GetDouble())];
}
