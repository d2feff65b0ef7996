import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

export const settingsQuery = queryOptions({
  queryKey: keys.assistant(),
  queryFn: ({ signal }) => data(api.GET("/api/assistant", { signal })),
});

export const faqsQuery = queryOptions({
  queryKey: keys.faqs(),
  queryFn: ({ signal }) => data(api.GET("/api/faqs", { signal })),
});

/** The entries that the assistant would find for a question: it may be there already. */
export const similarQuery = (question: string) =>
  queryOptions({
    queryKey: keys.similar(question),
    queryFn: ({ signal }) =>
      data(api.GET("/api/faqs/search", { params: { query: { question, limit: 3 } }, signal })),
    enabled: question !== "",
    placeholderData: (before) => before,
  });
