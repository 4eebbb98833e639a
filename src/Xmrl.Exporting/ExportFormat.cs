namespace Xmrl.Exporting;

/// <summary>File formats of an exported policy.</summary>
internal enum ExportFormat
{
    /// <summary>A graph from raw observations to the parameters of the action distribution; see
    /// <see cref="Runs.Onnx.OnnxPolicy"/>.</summary>
    Onnx,

    /// <summary>The same graph under the names of Unity's ML-Agents; see <see cref="Runs.Onnx.OnnxMlAgents"/>.</summary>
    MlAgents,

    /// <summary>Weights by name, normalisation and metadata; see <see cref="Runs.Safetensors.SafetensorsFile"/>.</summary>
    Safetensors,
}
