namespace Xmrl.Training.MarketData;

/// <summary>A gzip stream is cut or damaged.</summary>
/// <param name="message">What was found and at which byte of the file: part of a sentence, without the file.</param>
/// <param name="inner">The cause, if another exception told it.</param>
internal sealed class GzipException(string message, Exception? inner = null) : IOException(message, inner);
