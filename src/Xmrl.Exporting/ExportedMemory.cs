using System.Globalization;
using Xmrl.Runs.Onnx;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Exporting;

/// <summary>Takes the gated recurrent unit of a policy out of its parameters.</summary>
internal static class ExportedMemory
{
    /// <summary>The unit.</summary>
    /// <param name="policy">Says the sizes.</param>
    /// <param name="form">Normalisation, and non-linearity of the embedding.</param>
    /// <param name="tensors">The parameters.</param>
    /// <param name="prefix">What stands before the names of its tensors.</param>
    public static OnnxMemory Of(GruPolicy policy, ExportedForm form, ExportedTensors tensors, string prefix)
    {
        int size = policy.MemorySize;
        string input = $"{prefix}input.weight";
        string bias = $"{prefix}input.bias";
        string memory = $"{prefix}memory.weight";
        return new OnnxMemory
        {
            ObservationCentre = form.Centre,
            ObservationScale = form.Scale,
            ActionSize = policy.Head.EncodedActionSize,
            Embedding = [.. form.HiddenLayers.Select(layer => tensors.Layer(prefix + layer))],
            Activation = form.Activation,
            ResetGate = Gate("reset_gate", 0),
            UpdateGate = Gate("update_gate", 1),
            Candidate = new OnnxLayer
            {
                Name = "candidate",
                Weight = ExportedTensors.Single(tensors.Rows(input, 2 * size, size)),
                Bias = ExportedTensors.Single(tensors.Rows(bias, 2 * size, size)),
            },
            Recurrent = new OnnxLayer
            {
                Name = "recurrent",
                Weight = ExportedTensors.Single(tensors.Rows(memory, 2 * size, size)),
                Bias = ExportedTensors.Single(tensors.Values($"{prefix}memory.bias")),
            },
        };

        // A gate reads embedding and memory at once: [W, U]·[e, h] + b.
        OnnxLayer Gate(string name, int gate)
        {
            var weight = new List<float>();
            for (int row = gate * size; row < (gate + 1) * size; row++)
            {
                weight.AddRange(ExportedTensors.Single(tensors.Rows(input, row, 1)));
                weight.AddRange(ExportedTensors.Single(tensors.Rows(memory, row, 1)));
            }

            return new OnnxLayer
            {
                Name = name,
                Weight = [.. weight],
                Bias = ExportedTensors.Single(tensors.Rows(bias, gate * size, size)),
            };
        }
    }

    /// <summary>How a trial is played with a memory: text by name.</summary>
    /// <param name="size">Numbers of the memory M.</param>
    /// <param name="action">What <c>previous_action</c> holds.</param>
    public static Dictionary<string, string> Beginning(int size, string action) => new(StringComparer.Ordinal)
    {
        ["memory.size"] = size.ToString(CultureInfo.InvariantCulture),
        ["trial.start"] = "memory, previous_action, previous_reward and trajectory_start are 0",
        ["trial.step"] = $"memory is the last next_memory, previous_action {action}, previous_reward its reward",
        ["trial.trajectory"] = "on the first step of every later trajectory trajectory_start is 1, otherwise 0; all else goes on",
    };
}
